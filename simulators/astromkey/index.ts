import { random } from '../kit/random.ts';
import { refusing } from '../kit/refusal.ts';
import { settings } from '../kit/settings.ts';
import { listen, type Simulator, type SimulatorOptions } from '../kit/simulator.ts';
import { anatomyOf } from './anatomy.ts';
import { logOf } from './log.ts';
import { madeUp } from './made-up.ts';
import type { AstromkeyRecord } from './record.ts';
import { route } from './routes.ts';
import { type AstromkeySwitches, switches as schema } from './switches.ts';
import { walkKeys } from './walk.ts';

export { ASTROMKEY_CREDENTIALS } from './credentials.ts';
export type { AstromkeyRecord } from './record.ts';
export { DOCUMENTED as ASTROMKEY_DOCUMENTED, SAMPLES as ASTROMKEY_SAMPLES } from './samples.ts';
export { type AstromkeySwitches, switches } from './switches.ts';

/** A running Ключ-АСТРОМ. `url` holds the environment's prefix; `records` are its entries by time and logId. */
export interface AstromkeySimulator extends Simulator<AstromkeyRecord> {
  /** An entry that is written now, whatever its own time and logId say. */
  add(entry: AstromkeyRecord): void;
}

export interface AstromkeyData {
  /** Exactly these entries in place of made-up ones and the samples. */
  readonly records?: readonly AstromkeyRecord[];
  /** The server's clock, in epoch milliseconds. */
  readonly clock?: () => number;
}

/** Starts a simulated Ключ-АСТРОМ on loopback; paths begin at `url` + /api/v2. */
export async function startAstromkey(
  given: Partial<SimulatorOptions> & Partial<AstromkeySwitches> & AstromkeyData = {},
): Promise<AstromkeySimulator> {
  const { records, clock = Date.now, ...rest } = given;
  const { options, switches } = settings(rest, schema);
  const log = logOf(records ?? madeUp(options, switches));
  const server = { log, keys: walkKeys(), switches, chance: random(options.seed), clock };
  const listening = await listen(options, anatomyOf(server), (call) => refusing(() => route(call, server)));
  return { kind: 'astromkey', ...listening, url: listening.url + switches.prefix, records: log.entries, add: log.add };
}
