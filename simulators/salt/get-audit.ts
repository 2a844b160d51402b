import { microsOf } from '../kit/micros.ts';
import { firstWhere } from '../kit/sorted.ts';
import { cut, cutTied, type Stretch, scramble, stretch } from '../kit/stretch.ts';
import type { GetAudit } from './arguments.ts';
import type { SaltRecord } from './record.ts';
import type { SaltSwitches } from './switches.ts';
import type { Row, Table } from './table.ts';

type SortKey = NonNullable<GetAudit['sort_by']>;
type Behaviour = Pick<SaltSwitches, 'count' | 'daterangeEnd' | 'swapTies'>;

const KEYS: Record<SortKey, (row: Row) => string | number | boolean | null> = {
  username: ({ record }) => record.username,
  event_type: ({ record }) => record.event_type,
  event_name: ({ record }) => record.event_name,
  failed: ({ record }) => record.failed,
  start_time: (row) => row.startUs,
  end_time: (row) => row.endUs,
  elapsed_msec: (row) => row.elapsedMs,
};

/** The answer's `ret`. Sorted by start_time, only the rows of the date range are looked at, and none is sorted. */
export function getAudit(
  table: Table,
  wanted: GetAudit,
  behaviour: Behaviour,
): { readonly count: number; readonly results: readonly SaltRecord[] } {
  const run = matching(table, wanted, behaviour);
  const { from, until } = placesOf(wanted);
  const results = page(run, from, until, wanted, behaviour).map((row) => row.record);
  return { count: behaviour.count === 'all' ? run.length : results.length, results };
}

function placesOf({ limit, page }: GetAudit): { from: number; until: number } {
  const number = page ?? 0;
  if (limit === -1) return number === 0 ? { from: 0, until: Number.POSITIVE_INFINITY } : { from: 0, until: 0 };
  return { from: number * limit, until: (number + 1) * limit };
}

function page(run: Stretch<Row>, from: number, until: number, wanted: GetAudit, behaviour: Behaviour): Row[] {
  if (!behaviour.swapTies || wanted.sort_by == null) return cut(run, from, until);
  const key = KEYS[wanted.sort_by];
  const salt = (wanted.page ?? 0) * 65_537 + wanted.limit;
  return cutTied(run, from, until, {
    tied: (one, other) => key(one) === key(other),
    rank: (row) => scramble(row.record.id, salt),
  });
}

function matching(table: Table, wanted: GetAudit, behaviour: Behaviour): Stretch<Row> {
  const { fromUs, untilUs } = rangeOf(wanted, behaviour);
  const tests = testsOf(wanted);
  const passes = (row: Row) => tests.every((test) => test(row));
  if (wanted.sort_by === 'start_time') {
    const low = firstWhere(table.byStart, (row) => row.startUs >= fromUs);
    const high = firstWhere(table.byStart, (row) => row.startUs >= untilUs);
    if (tests.length === 0) return stretch(table.byStart, wanted.reverse, low, high);
    return stretch(table.byStart.slice(low, high).filter(passes), wanted.reverse);
  }
  const rows = table.inserted.filter((row) => row.startUs >= fromUs && row.startUs < untilUs && passes(row));
  if (wanted.sort_by == null) return stretch(rows, wanted.reverse);
  const key = KEYS[wanted.sort_by];
  return stretch(
    rows.sort((one, other) => compareKeys(key(one), key(other))),
    wanted.reverse,
  );
}

/** Half-open: an end that counts is one microsecond later. */
function rangeOf({ daterange }: GetAudit, { daterangeEnd }: Behaviour): { fromUs: number; untilUs: number } {
  const [from, to] = (daterange ?? []).map(microsOf);
  const lateness = daterangeEnd === 'inclusive' ? 1 : 0;
  return { fromUs: from ?? Number.NEGATIVE_INFINITY, untilUs: (to ?? Number.POSITIVE_INFINITY) + lateness };
}

function testsOf(wanted: GetAudit): readonly ((row: Row) => boolean)[] {
  const { account_uuid, username, session_uuid, event_type, event_name, failed } = wanted;
  const { elapsed_msec_min, elapsed_msec_max } = wanted;
  return [
    account_uuid == null ? null : ({ record }: Row) => record.account_uuid === account_uuid.toLowerCase(),
    username == null ? null : ({ record }: Row) => record.username === username,
    session_uuid == null ? null : ({ record }: Row) => record.session_uuid === session_uuid.toLowerCase(),
    event_type == null ? null : ({ record }: Row) => record.event_type === event_type,
    event_name == null ? null : ({ record }: Row) => record.event_name === event_name,
    failed == null ? null : ({ record }: Row) => record.failed === failed,
    elapsed_msec_min == null ? null : (row: Row) => row.elapsedMs >= elapsed_msec_min,
    elapsed_msec_max == null ? null : (row: Row) => row.elapsedMs <= elapsed_msec_max,
  ].filter((test) => test !== null);
}

/** Null stands last, as in the database behind it. */
function compareKeys(one: string | number | boolean | null, other: string | number | boolean | null): number {
  if (one === other) return 0;
  if (one === null) return 1;
  if (other === null) return -1;
  return one < other ? -1 : 1;
}
