import type { SortKey } from '../../domain/order.ts';
import { raw, type Sql } from './sql.ts';

/** What `sortValue` reads of an event, of its row: texts by code point, as their columns compare; NULL is absent, and last. */
export const SORT_COLUMNS: Readonly<Record<SortKey, Sql>> = {
  endedAt: raw('ended_at'),
  durationMs: raw('duration_ms'),
  action: raw("nullif(action, '')"),
  recordType: raw("nullif(record_type, '')"),
  outcome: raw("nullif(outcome, '')"),
  'actor.name': raw("nullif(actor_name, '')"),
};

/** The type in which a place's value is compared with them. */
export const SORT_TYPES: Readonly<Record<SortKey, Sql>> = {
  endedAt: raw('::bigint'),
  durationMs: raw('::double precision'),
  action: raw('::text COLLATE "C"'),
  recordType: raw('::text COLLATE "C"'),
  outcome: raw('::text COLLATE "C"'),
  'actor.name': raw('::text COLLATE "C"'),
};
