import { random } from '../kit/random.ts';
import { refusing } from '../kit/refusal.ts';
import { settings } from '../kit/settings.ts';
import { listen, type Simulator, type SimulatorOptions } from '../kit/simulator.ts';
import { anatomyOf } from './anatomy.ts';
import { bodiesOf } from './bodies.ts';
import { handlersOf } from './handlers.ts';
import { indexOf } from './index-of-lines.ts';
import { madeUp } from './made-up.ts';
import type { F5xcRecord, F5xcRow } from './record.ts';
import { route } from './routes.ts';
import { openScrolls } from './scrolls.ts';
import { type F5xcSwitches, switches as schema } from './switches.ts';

export { F5XC_CREDENTIALS } from './credentials.ts';
export type { F5xcRecord, F5xcRow } from './record.ts';
export { SAMPLES as F5XC_SAMPLES } from './samples.ts';
export { type F5xcSwitches, switches } from './switches.ts';

/** A running F5 tenant. `records` are its lines by millisecond, then by document id. */
export interface F5xcSimulator extends Simulator<F5xcRecord> {
  /** A line that is indexed now, whatever its own time says. */
  add(row: F5xcRow): void;
  /** Ends all scroll ids at once. */
  expireSessions(): void;
}

export interface F5xcData {
  /** Exactly these lines in place of made-up ones and the samples. */
  readonly records?: readonly F5xcRow[];
  /** The server's clock, in epoch milliseconds. */
  readonly clock?: () => number;
}

/** Starts a simulated F5 tenant on loopback; paths begin at `url` + /api/secret_management. */
export async function startF5xc(
  given: Partial<SimulatorOptions> & Partial<F5xcSwitches> & F5xcData = {},
): Promise<F5xcSimulator> {
  const { records, clock = Date.now, ...rest } = given;
  const { options, switches } = settings(rest, schema);
  const chance = random(options.seed);
  const index = indexOf(records ?? madeUp(chance, options, switches), chance);
  const scrolls = openScrolls(switches, clock);
  const handlers = handlersOf(index, scrolls, bodiesOf(switches), switches, clock);
  const anatomy = anatomyOf(index, scrolls, clock);
  const listening = await listen(options, anatomy, (call) => refusing(() => route(call, handlers, switches.namespace)));
  return { kind: 'f5xc', ...listening, records: index.records, add: index.add, expireSessions: scrolls.expireAll };
}
