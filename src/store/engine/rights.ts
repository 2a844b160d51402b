import { type Sql, sql } from '../sql/sql.ts';
import { DatabaseError } from './database-error.ts';

/** What is asked how it is with rights: it gives the rows of a statement. */
export type AskRights = <Row>(sql: Sql) => Promise<readonly Row[]>;

export interface RightsAsked {
  /** How the database is spoken of. */
  readonly where: string;
  readonly schema: string;
  /** Running needs some rights, changing what is there needs more. */
  readonly to: 'run' | 'migrate';
}

interface Lacking {
  readonly role: string;
  readonly isThere: boolean;
  readonly lacking: readonly string[];
}

/** Throws a `DatabaseError` that names the role and every right that it lacks, where it lacks any. */
export async function requireRights(ask: AskRights, { where, schema, to }: RightsAsked): Promise<void> {
  const [found] = await ask<Lacking>(lackingSql(schema, to === 'migrate'));
  if (!found) throw new Error('expected one row of rights, but got none');
  const { role, isThere, lacking } = found;
  if (!isThere) {
    throw unfit(`${where}: expected the schema ${quoted(schema)} to be there, but found none`);
  }
  if (lacking.length === 0) return;
  throw unfit(`${where}: expected role ${quoted(role)} to have ${listed(lacking)}, but it has not`);
}

function unfit(message: string): DatabaseError {
  return new DatabaseError('DATABASE_UNFIT', message);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function listed(words: readonly string[]): string {
  return words.length === 1 ? `${words[0]}` : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const WRITTEN = ['audit_event', 'audit_config', 'idempotency', 'stored_source', 'archive', 'lease', 'secret_key'];
const HISTORY = '_prisma_migrations';

/**
 * Parts are made of the event table and attached to it, and go again: only their owner may. Who owns a table may still have
 * taken rights on it from himself.
 */
function lackingSql(schema: string, isMigrating: boolean): Sql {
  return sql`
    WITH space AS (SELECT oid, nspname FROM pg_namespace WHERE nspname = ${schema}::text),
    held AS (
      SELECT class.oid, relname, relkind, relowner, EXISTS (
          SELECT FROM pg_inherits JOIN pg_class parent ON parent.oid = inhparent
          WHERE inhrelid = class.oid AND parent.relname = 'audit_event') AS is_part
      FROM pg_class class JOIN space ON relnamespace = space.oid WHERE relkind IN ('r', 'p', 'S')
    ),
    tables AS (
      SELECT oid, relname, relowner, relname <> ${HISTORY} AS is_written FROM held
      WHERE relname = ANY(${[...WRITTEN, HISTORY]}::text[])
    ),
    lacking (place, words) AS (
      SELECT 1, format('TEMPORARY on database "%s"', current_database())
      WHERE NOT has_database_privilege(current_database(), 'TEMPORARY')
      UNION ALL
      SELECT 2, format('%s on schema "%s"', word, nspname) FROM space, unnest('{USAGE,CREATE}'::text[]) word
      WHERE NOT has_schema_privilege(oid, word)
      UNION ALL
      SELECT 3, format('%s on table "%s"', string_agg(word, ', ' ORDER BY nth), relname)
      FROM tables, unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) WITH ORDINALITY words (word, nth)
      WHERE (is_written OR word = 'SELECT' OR (word = 'INSERT' AND ${isMigrating}::boolean))
        AND NOT has_table_privilege(oid, word)
      GROUP BY relname
      UNION ALL
      SELECT 4, format('USAGE on sequence "%s"', relname) FROM held
      WHERE CASE WHEN relkind = 'S' AND relname = 'audit_event_arrival_seq' THEN NOT has_sequence_privilege(oid, 'USAGE') END
      UNION ALL
      SELECT 5, format('the ownership of table "%s"', relname) FROM held
      WHERE (relname = 'audit_event' OR (${isMigrating}::boolean AND relname = ANY(${WRITTEN}::text[])))
        AND NOT pg_has_role(relowner, 'USAGE')
      UNION ALL
      SELECT 6, format('the ownership of the parts of table "audit_event", such as "%s"', min(relname)) FROM held
      WHERE is_part AND NOT pg_has_role(relowner, 'USAGE') HAVING count(*) > 0
    )
    SELECT current_user::text AS role, EXISTS (SELECT FROM space) AS "isThere",
      COALESCE((SELECT array_agg(words ORDER BY place, words) FROM lacking), '{}') AS lacking`;
}
