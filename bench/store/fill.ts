import { createHash } from 'node:crypto';
import { DAY, floorTo, fromMillis, type Instant, MINUTE, plus, SECOND } from '../../src/domain/instant.ts';
import { openDatabase } from '../../src/store/engine/open-database.ts';
import { ensureParts } from '../../src/store/events/make-parts.ts';
import type { BenchDatabase } from './bench-database.ts';

/** The newest event is as old as this, so that what the gateway records of itself stands before all of them. */
const NEWEST_AGE = 60 * MINUTE;
/** Between one event and the next older one, on average. */
const SPACING = 2 * SECOND;
/** So many rows at once: what fails is not lost for long, and progress can be told. */
const CHUNK = 250_000;
/** Events of the rare actor, however many there are in all. */
const RARE = 20;

/**
 * Events as applications record them, made by the database itself, the oldest first: one every two seconds, each third at
 * the moment of the one before, with values that repeat as real ones do. Of 500 actors each has as many; one more has
 * some twenty events in all. A session has 200 events among 10,000, a twentieth fails, an address block /24 has one event of
 * 200, and an address one of 1,000.
 */
const FILL = `
INSERT INTO audit_event (occurred_at, id, source, duration_ms, action, operation, record_type, category, outcome, message,
  actor_uid, actor_name, actor_type, target_type, target_uid, target_name, client_ip, client_address, client_user_agent,
  session_id, request_id, changes, changed_paths, count, raw, recorded_at)
SELECT at, md5(n::text)::uuid, 'gateway', n % 900, verb, upper(verb), type, 'RESOURCE',
  CASE WHEN n % 20 = 0 THEN 'FAILURE' ELSE 'SUCCESS' END, verb || ' of ' || kind || ' ' || n,
  'u-' || who, 'user' || who, 'user', kind, 'r-' || n % 40000, kind || '-' || n % 40000, ip, ip::inet, 'inventory/4.2',
  md5(n / 10000 || '.' || n % 50), md5(n::text || 'request'),
  jsonb_build_array(jsonb_build_object('path', '/size', 'op', 'REPLACE', 'before', n % 7, 'after', n % 7 + 1)),
  ARRAY['/size'], 1, jsonb_build_object('action', verb, 'recordType', type, 'details', jsonb_build_object('n', n)), at
FROM (
  SELECT n, verb, kind, at, ip, CASE WHEN n % $4 = 0 THEN 'rare' ELSE (n % 500)::text END AS who,
    CASE WHEN n % 2000 = 777 THEN 'access.' || verb ELSE 'inventory.' || kind || CASE WHEN n % 3 = 0 THEN '.part' ELSE '' END END AS type
  FROM (
    SELECT n,
      $3::bigint - (n - CASE WHEN n % 3 = 0 THEN 1 ELSE 0 END) * ${SPACING} AS at,
      (ARRAY['create', 'read', 'update', 'delete'])[n % 4 + 1] AS verb,
      (ARRAY['host', 'volume', 'network', 'image', 'key'])[n % 5 + 1] AS kind,
      '10.' || n % 4 || '.' || n % 200 || '.' || n % 250 AS ip
    FROM generate_series($2::bigint, $1::bigint, -1) AS n
  ) AS numbered
) AS made`;

export interface Filling {
  /** Adds older events until there are so many. */
  growTo(events: number): Promise<void>;
}

/** Puts events into a migrated database; the first ones hold all of the rare actor's. */
export function filling(database: BenchDatabase): Filling {
  const newest = plus(floorTo(fromMillis(Date.now()), SECOND), 123_456 - NEWEST_AGE);
  let made = 0;
  return {
    async growTo(events) {
      const rareEvery = made === 0 ? Math.max(1, Math.floor(events / RARE)) : events + 1;
      await makeParts(database.url, plus(newest, -SPACING * events), newest);
      for (let until = events; until > made; until -= CHUNK) {
        await database.run(FILL, [Math.max(made, until - CHUNK) + 1, until, newest, rareEvery]);
      }
      await database.run(
        `INSERT INTO stored_source VALUES ('gateway', $1)
         ON CONFLICT (source) DO UPDATE SET events = stored_source.events + excluded.events`,
        [events - made],
      );
      made = events;
      await database.run('VACUUM ANALYZE audit_event');
    },
  };
}

/** Puts so many events into a migrated database, and lets the planner know of them. */
export function fill(database: BenchDatabase, events: number): Promise<void> {
  return filling(database).growTo(events);
}

/** The session of the `n`th newest event. */
export function sessionOf(n: number): string {
  return createHash('md5')
    .update(`${Math.floor(n / 10_000)}.${n % 50}`)
    .digest('hex');
}

/** Makes the parts of the event table for all days from the first to the last, as the store itself does. */
export async function makeParts(url: string, first: Instant, last: Instant): Promise<void> {
  const days: { readonly occurredAt: Instant }[] = [{ occurredAt: last }];
  for (let at = first; at < last; at = plus(at, DAY)) days.push({ occurredAt: at });
  const store = await openDatabase({ url });
  try {
    await ensureParts(store, days);
  } finally {
    await store.close();
  }
}
