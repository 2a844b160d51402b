import type { Logger } from 'pino';
import type { Instant } from '../domain/instant.ts';
import type { EventStore } from '../store/port/event-store.ts';

const HOUR_MS = 60 * 60 * 1000;

export interface Pruning {
  /** No further run begins; resolves when a running one has ended. */
  stop(): Promise<void>;
}

/** Removes, every hour, what the configuration no longer keeps. A run that fails is logged, and the next one tries again. */
export function startPruning(
  store: Pick<EventStore, 'prune'>,
  now: () => Instant,
  log: Logger,
  everyMs = HOUR_MS,
): Pruning {
  let running: Promise<void> | null = null;
  const run = async () => {
    try {
      const { removed } = await store.prune(now());
      if (removed > 0) log.info({ removed }, 'pruned');
    } catch (error) {
      log.error({ err: error }, 'pruning failed');
    } finally {
      running = null;
    }
  };
  const timer = setInterval(() => {
    running ??= run();
  }, everyMs).unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
