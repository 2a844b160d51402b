import type { AuditSettings } from '../../domain/audit-settings.ts';
import { DAY, type Instant, plus } from '../../domain/instant.ts';

export type Retention = Pick<AuditSettings, 'periodDays' | 'records'>;

/** What occurred before is too old to be kept; null: nothing is. */
export function cutoffOf({ periodDays }: Retention, now: Instant): Instant | null {
  return periodDays === 0 ? null : plus(now, -periodDays * DAY);
}

/** How many of so many events are too many, once the old ones are gone. */
export function surplusOf({ records }: Retention, stored: number): number {
  return records === 0 ? 0 : Math.max(0, stored - records);
}
