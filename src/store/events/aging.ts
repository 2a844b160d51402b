import { type Instant, plus } from '../../domain/instant.ts';
import { databaseNow } from '../rows/database-now.ts';
import { steadyClock } from '../rules/steady-clock.ts';
import type { Reads } from '../sql/statements.ts';

/** The moment that age is counted from: what is removed for its age, by a clock that jumped ahead, would not come back. */
export interface Aging {
  /** No later than this, than the database's clock, and than the process's own where that has jumped ahead lately. */
  from(db: Reads, at: Instant): Promise<Instant>;
  stop(): void;
}

export function aging(now: () => Instant): Aging {
  const steady = steadyClock(now);
  return {
    from: async (db, at) => Math.min(plus(at, -steady.aheadUs()), await databaseNow(db)) as Instant,
    stop: steady.stop,
  };
}
