import { type Instant, plus } from '../domain/instant.ts';
import { databaseNow } from './cut-back.ts';
import type { Statements } from './statements.ts';
import { steadyClock } from './steady-clock.ts';

/** The moment that age is counted from: what is removed for its age, by a clock that jumped ahead, would not come back. */
export interface Aging {
  /** No later than this, than the database's clock, and than the process's own where that has jumped ahead lately. */
  from(db: Pick<Statements, '$queryRaw'>, at: Instant): Promise<Instant>;
  stop(): void;
}

export function aging(now: () => Instant): Aging {
  const steady = steadyClock(now);
  return {
    from: async (db, at) => Math.min(plus(at, -steady.aheadUs()), await databaseNow(db)) as Instant,
    stop: steady.stop,
  };
}
