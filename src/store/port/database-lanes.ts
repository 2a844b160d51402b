import type { AskerLane } from '../../lanes/asker.ts';
import type { Turnstile } from '../../lanes/turnstile.ts';

/** Whoever asks or writes goes through one of these. */
export type DatabaseLane = AskerLane | 'writes';

export type DatabaseLanes = Readonly<Record<DatabaseLane, Turnstile>>;
