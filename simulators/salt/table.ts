import { firstWhere, type Sorted, sorted } from '../kit/sorted.ts';
import { type SaltRecord, storedMicros } from './record.ts';

export interface Row {
  readonly record: SaltRecord;
  readonly startUs: number;
  readonly endUs: number;
  readonly elapsedMs: number;
}

/** The audit table: its rows as they were inserted, and its index on start_time. */
export interface Table {
  readonly records: readonly SaltRecord[];
  readonly inserted: readonly Row[];
  readonly byStart: readonly Row[];
  readonly lastId: number;
  insert(record: SaltRecord): void;
  /** Deletes what started before that moment, as `admin.trim_database` does; answers how many rows went. */
  trim(beforeUs: number): number;
}

export function table(given: readonly SaltRecord[]): Table {
  const records = [...given];
  const inserted = records.map(rowOf);
  let index = byStartOf(inserted);
  let lastId = records.reduce((highest, { id }) => Math.max(highest, id), 0);
  return {
    records,
    inserted,
    get byStart() {
      return index.rows;
    },
    get lastId() {
      return lastId;
    },
    insert: (record) => {
      const row = rowOf(record);
      records.push(record);
      inserted.push(row);
      index.add(row);
      lastId = Math.max(lastId, record.id);
    },
    trim: (beforeUs) => {
      const gone = firstWhere(index.rows, (row) => row.startUs >= beforeUs);
      keep(inserted, (row) => row.startUs >= beforeUs);
      keep(records, (record) => storedMicros(record.start_time) >= beforeUs);
      index = byStartOf(inserted);
      return gone;
    },
  };
}

function byStartOf(rows: readonly Row[]): Sorted<Row> {
  return sorted(rows, (one, other) => one.startUs - other.startUs);
}

function rowOf(record: SaltRecord): Row {
  const startUs = storedMicros(record.start_time);
  const endUs = storedMicros(record.end_time);
  return { record, startUs, endUs, elapsedMs: Math.floor((endUs - startUs) / 1000) };
}

/** In place: whoever holds the array sees what is left. */
function keep<Item>(items: Item[], passes: (item: Item) => boolean): void {
  const kept = items.filter(passes);
  items.length = kept.length;
  for (const [at, item] of kept.entries()) items[at] = item;
}
