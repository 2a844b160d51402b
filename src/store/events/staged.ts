import { createHash } from 'node:crypto';
import type { Flaw } from '../../domain/flaw.ts';
import type { CopyTransaction } from '../engine/transaction.ts';
import { flawOf, Unstorable } from '../rules/storable.ts';
import { COLUMN_NAMES, COLUMNS, type StoredEvent } from '../sql/columns.ts';
import { copyText } from '../sql/copy-text.ts';
import { raw, sql } from '../sql/sql.ts';

/** So many are written out at once before whatever else the process has to do goes on. */
const SLICE = 10;

/** An event's row as it is copied, or why it has none. */
export type Row = string | Flaw;

export async function rowsOf(events: readonly StoredEvent[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let start = 0; start < events.length; start += SLICE) {
    for (const event of events.slice(start, start + SLICE)) {
      rows.push(flawOf(event) ?? copyText(COLUMNS.map(({ cell }) => cell(event))));
    }
    await new Promise(setImmediate);
  }
  return rows;
}

/** All of them are rows; throws `Unstorable` for one that is none. */
export function wholeRows(rows: readonly Row[]): readonly string[] {
  return rows.map((row) => {
    if (typeof row === 'string') return row;
    throw new Unstorable(row);
  });
}

/**
 * Stores records that a source may give again, in their order: what is there already stays, but for a count that has grown
 * since. How many were new. They are copied into a table of the connection's own first: COPY knows no conflicts, but takes
 * rows in less time than parameters.
 */
export async function storeRows(tx: CopyTransaction, rows: readonly string[]): Promise<number> {
  await tx.execute(STAGE);
  await tx.copyIn(`${STAGED} (${COLUMN_NAMES})`, rows.join(''));
  const [stored] = await tx.rows<{ added: number }>(STORE);
  return stored?.added ?? 0;
}

const TYPED = COLUMNS.map(({ name, type }) => `${name} ${type}`).join(', ');
/** Behind a pooler its connection is others' as well, of other versions too: its name tells its columns. */
const STAGED = `staged_event_${createHash('sha256').update(TYPED).digest('hex').slice(0, 8)}`;
const STAGE = sql`CREATE TEMPORARY TABLE IF NOT EXISTS ${raw(STAGED)} (${raw(TYPED)}) ON COMMIT DELETE ROWS`;
/** What is new has a number above all that were given before: the caller is the only one to write. */
const STORE = sql`
  WITH stored AS (
    INSERT INTO audit_event (${raw(COLUMN_NAMES)}) SELECT ${raw(COLUMN_NAMES)} FROM ${raw(STAGED)}
    ON CONFLICT (occurred_at, id) DO UPDATE SET count = excluded.count, raw = excluded.raw,
      kept_as_text = excluded.kept_as_text
    WHERE audit_event.count < excluded.count RETURNING arrival
  ) SELECT (count(*) FILTER (WHERE arrival > last_arrival))::integer AS added FROM stored, audit_config`;
