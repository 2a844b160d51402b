import { midnightMs } from '../../domain/calendar.ts';
import type { AuditEvent } from '../../domain/event.ts';
import { fromMillis, type Instant, parseRfc3339, toMillis } from '../../domain/instant.ts';
import type { TimeWindow } from '../../domain/position.ts';
import { sql } from '../sql/sql.ts';
import type { Reads } from '../sql/statements.ts';

/** A part of the event table: all events of one month, UTC. What lies outside these years stands in two parts of its own. */
export interface Part extends TimeWindow {
  readonly name: string;
}

const FIRST = parseRfc3339('2000-01-01') as Instant;
const END = parseRfc3339('2100-01-01') as Instant;

/** The month's part that an event of this time belongs to; null for a time that has none of its own. */
export function partOf(at: Instant): Part | null {
  if (at < FIRST || at >= END) return null;
  const date = new Date(toMillis(at));
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  return {
    name: `audit_event_${year}_${String(month).padStart(2, '0')}`,
    from: fromMillis(midnightMs(year, month, 1)),
    until: fromMillis(midnightMs(year, month + 1, 1)),
  };
}

/** Events were to be stored of months that have no part yet. Nothing was stored: the parts are made first, and apart. */
export class PartsMissing extends Error {
  readonly code = 'PARTS_MISSING';
  readonly parts: readonly Part[];

  constructor(parts: readonly Part[]) {
    super(`expected the parts ${parts.map(({ name }) => name).join(', ')} to be there, but they are not`);
    this.name = 'PartsMissing';
    this.parts = parts;
  }
}

/** Throws `PartsMissing` where these events cannot be stored yet. The caller must be the only one to write. */
export async function requireParts(tx: Reads, events: readonly Pick<AuditEvent, 'occurredAt'>[]): Promise<void> {
  const missing = await missingParts(tx, events);
  if (missing.length > 0) throw new PartsMissing(missing);
}

/** The parts that these events need and that are not there, each once. */
export async function missingParts(
  db: Reads,
  events: readonly Pick<AuditEvent, 'occurredAt'>[],
): Promise<readonly Part[]> {
  const parts = new Map<string, Part>();
  for (const { occurredAt } of events) {
    const part = partOf(occurredAt);
    if (part) parts.set(part.name, part);
  }
  if (parts.size === 0) return [];
  const missing = await db.rows<{ name: string }>(sql`
    SELECT name FROM unnest(${[...parts.keys()]}::text[]) AS name WHERE to_regclass(name) IS NULL`);
  return missing.flatMap(({ name }) => parts.get(name) ?? []);
}

/** The months' parts that are there, oldest first. */
export async function presentParts(tx: Reads): Promise<readonly Part[]> {
  const rows = await tx.rows<{ name: string }>(sql`
    SELECT part.relname::text AS name FROM pg_inherits JOIN pg_class part ON part.oid = inhrelid
    WHERE inhparent = 'audit_event'::regclass`);
  return rows.flatMap(({ name }) => namedPart(name) ?? []).toSorted((a, b) => a.from - b.from);
}

function namedPart(name: string): Part | null {
  const [, year, month] = /^audit_event_(\d{4})_(\d{2})$/.exec(name) ?? [];
  const at = year && month ? parseRfc3339(`${year}-${month}-01`) : null;
  return at === null ? null : partOf(at);
}
