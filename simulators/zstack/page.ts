import { random } from '../kit/random.ts';
import { firstWhere } from '../kit/sorted.ts';
import type { AuditQuery } from './audit-query.ts';
import type { Test } from './conditions.ts';
import type { ZstackRecord } from './record.ts';

/**
 * The newest `limit` rows of the window that pass. The store sorts by time alone: rows of one millisecond come in another
 * order with each `turn`, also where a page ends among them.
 */
export function pageOf(
  rows: readonly ZstackRecord[],
  query: AuditQuery,
  passes: Test,
  turn: number,
): readonly ZstackRecord[] {
  const page: ZstackRecord[] = [];
  let end = firstWhere(rows, (row) => row.time > query.endTime);
  while (page.length < query.limit && end > 0) {
    const time = (rows[end - 1] as ZstackRecord).time;
    if (time < query.startTime) break;
    const start = firstOfInstant(rows, end);
    const tied = rows.slice(start, end).filter(passes);
    for (let index = 0; index < tied.length && page.length < query.limit; index++) {
      page.push(tied[(index + turn) % tied.length] as ZstackRecord);
    }
    end = start;
  }
  return page;
}

function firstOfInstant(rows: readonly ZstackRecord[], end: number): number {
  const time = rows[end - 1]?.time;
  let start = end - 1;
  while (start > 0 && rows[start - 1]?.time === time) start--;
  return start;
}

/** The same rows in any order. */
export function shuffled(page: readonly ZstackRecord[], seed: number): readonly ZstackRecord[] {
  const chance = random(seed);
  return page
    .map((row) => ({ row, place: chance.next() }))
    .sort((one, other) => one.place - other.place)
    .map(({ row }) => row);
}
