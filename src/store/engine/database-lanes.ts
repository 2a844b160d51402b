import { turnstile } from '../../lanes/turnstile.ts';
import type { DatabaseLanes } from '../port/database-lanes.ts';

/** How many statements, and so connections, each lane of a server may have at the same time. */
export interface LaneSizes {
  /** `database.maxConnections`. */
  readonly answers: number;
  /** `limits.maxConcurrentExports`. */
  readonly exports: number;
}

export const LANE_SIZES: LaneSizes = { answers: 10, exports: 4 };
const SUBSCRIPTIONS = 2;
const LOOKS = 2;
/** Of all processes on a database one writes at a time, so of each process one. */
const WRITES = 1;
/** So many statements may wait in each. */
export const WAITING = 20_000;

export function databaseLanes({ answers, exports }: LaneSizes): DatabaseLanes {
  const lane = (what: string, atOnce: number, each = atOnce) => turnstile({ what, atOnce, each, waiting: WAITING });
  return {
    // One request that asks for much leaves half of them to the others.
    answers: lane('questions to the store', answers, Math.ceil(answers / 2)),
    exports: lane('exports from the store', exports),
    subscriptions: lane('questions of subscriptions to the store', SUBSCRIPTIONS),
    looks: lane('looks at the store', LOOKS),
    writes: lane('writes into the store', WRITES),
  };
}

/** The embedded database is one session: everybody takes turns, one statement each. */
export function embeddedLanes(): DatabaseLanes {
  const all = turnstile({ what: 'questions to the store', atOnce: 1, each: 1, waiting: WAITING });
  const writes = turnstile({ what: 'writes into the store', atOnce: 1, each: 1, waiting: WAITING });
  return { answers: all, exports: all, subscriptions: all, looks: all, writes };
}

/** So many connections are open at most. */
export function connectionsOf(lanes: DatabaseLanes): number {
  return Object.values(lanes).reduce((sum, { bounds }) => sum + bounds.atOnce, 0);
}
