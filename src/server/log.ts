import { destination, type Logger, pino } from 'pino';

/** Lines of JSON on the error stream; standard output is for what a command answers. */
export function createLog(level = 'info'): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination({ fd: 2, sync: true }));
}
