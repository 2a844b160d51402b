import { refusing } from '../kit/refusal.ts';
import { settings } from '../kit/settings.ts';
import { listen, type Simulator, type SimulatorOptions } from '../kit/simulator.ts';
import { anatomyOf } from './anatomy.ts';
import { handlersOf } from './handlers.ts';
import { madeUp } from './made-up.ts';
import type { ZstackRecord } from './record.ts';
import { route } from './routes.ts';
import { openSessions } from './sessions.ts';
import { storeOf } from './store.ts';
import { switches as schema, type ZstackSwitches } from './switches.ts';

export { ZSTACK_CREDENTIALS } from './credentials.ts';
export type { ZstackRecord } from './record.ts';
export { SAMPLES as ZSTACK_SAMPLES } from './samples.ts';
export { switches, type ZstackSwitches } from './switches.ts';

/** A running ZStack. `records` are all rows, logins too, oldest first, as the store keeps them. */
export interface ZstackSimulator extends Simulator<ZstackRecord> {
  /** A row that is written now, whatever its own time says. */
  add(record: ZstackRecord): void;
  /** Ends all sessions at once. */
  expireSessions(): void;
}

export interface ZstackData {
  /** Exactly these rows in place of made-up ones and the document's sample. */
  readonly records?: readonly ZstackRecord[];
  /** The server's clock, in epoch milliseconds. */
  readonly clock?: () => number;
}

/** Starts a simulated ZStack on loopback; paths begin at `url` + /zstack/v1. */
export async function startZstack(
  given: Partial<SimulatorOptions> & Partial<ZstackSwitches> & ZstackData = {},
): Promise<ZstackSimulator> {
  const { records, clock = Date.now, ...rest } = given;
  const { options, switches } = settings(rest, schema);
  const store = storeOf(records ?? madeUp(options, switches), switches.store);
  const sessions = openSessions(switches, clock);
  const handlers = handlersOf(store, sessions, switches, clock);
  const anatomy = anatomyOf(store, sessions, switches, clock);
  const listening = await listen(options, anatomy, (call) => refusing(() => route(call, handlers)));
  return { kind: 'zstack', ...listening, records: store.all, add: store.add, expireSessions: sessions.closeAll };
}
