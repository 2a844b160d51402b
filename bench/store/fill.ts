import type { BenchDatabase } from './bench-database.ts';

/** The newest event is as old as this, so that what the gateway records of itself stands before all of them. */
const NEWEST_AGE_SECONDS = 3_600;

/**
 * Events as applications record them, made by the database itself: one every two seconds, each third at the moment of
 * the one before, with values that repeat as real ones do.
 */
const FILL = `
INSERT INTO audit_event (occurred_at, id, source, duration_ms, action, operation, record_type, category, outcome, message,
  actor_id, actor_name, actor_type, target_type, target_id, target_name, client_ip, client_address, client_user_agent,
  session_id, request_id, changes, changed_paths, count, raw, recorded_at)
SELECT at, md5(n::text)::uuid, 'gateway', n % 900, verb, upper(verb), 'inventory.' || kind, 'RESOURCE',
  CASE WHEN n % 20 = 0 THEN 'FAILURE' ELSE 'SUCCESS' END, verb || ' of ' || kind || ' ' || n,
  'u-' || n % 500, 'user' || n % 500, 'user', kind, 'r-' || n % 40000, kind || '-' || n % 40000, ip, ip::inet, 'inventory/4.2',
  md5((n % 5000)::text), md5(n::text || 'request'),
  jsonb_build_array(jsonb_build_object('path', '/size', 'op', 'REPLACE', 'before', n % 7, 'after', n % 7 + 1)),
  ARRAY['/size'], 1, jsonb_build_object('action', verb, 'recordType', 'inventory.' || kind, 'details', jsonb_build_object('n', n)), at
FROM (
  SELECT n,
    ((extract(epoch FROM now())::bigint - $2::bigint - 2 * (n - CASE WHEN n % 3 = 0 THEN 1 ELSE 0 END)) * 1000000 + 123456) AS at,
    (ARRAY['create', 'read', 'update', 'delete'])[n % 4 + 1] AS verb,
    (ARRAY['host', 'volume', 'network', 'image', 'key'])[n % 5 + 1] AS kind,
    '10.' || n % 4 || '.' || n % 200 || '.' || n % 250 AS ip
  FROM generate_series(1, $1::bigint) AS n
) AS made`;

/** Puts so many events into a migrated database, and lets the planner know of them. */
export async function fill(database: BenchDatabase, events: number): Promise<void> {
  await database.run(FILL, [events, NEWEST_AGE_SECONDS]);
  await database.run('VACUUM ANALYZE audit_event');
}
