import { formatRfc3339, type Instant, toMillis } from '../domain/instant.ts';
import type { CheckedGateway, CheckedSource } from './check.ts';
import { type Column, onOneLine, textTable } from './text-table.ts';

const UNKNOWN = '–';

/** What a check found, for people: a line or more for each source, and one about the database. */
export function checkTable({ at, sources }: CheckedGateway): string {
  return [textTable(columnsAt(at), sources), ...sources.flatMap(databaseLine)].join('\n');
}

/** One line for each source with a problem. */
export function problemLines({ sources }: CheckedGateway): readonly string[] {
  return sources.flatMap(({ key, problem }) =>
    problem === null ? [] : [onOneLine(`${key}: ${problem.code}: ${problem.message}`)],
  );
}

function columnsAt(at: Instant): readonly Column<CheckedSource>[] {
  return [
    { title: 'source', cell: ({ key }) => key },
    { title: 'kind', cell: ({ kind }) => kind },
    { title: 'reachable', cell: ({ reachable }) => yesOrNo(reachable) },
    { title: 'authenticated', cell: ({ authenticated }) => yesOrNo(authenticated) },
    { title: 'clock', toTheRight: true, cell: ({ clockDifferenceMs }) => difference(clockDifferenceMs) },
    { title: 'newest event', wrapAt: 24, cell: (source) => newest(source, at) },
    { title: 'pushed down', wrapAt: 36, cell: ({ filters }) => filters.join(', ') || 'nothing' },
    { title: 'ms', toTheRight: true, cell: ({ elapsedMs }) => String(Math.round(elapsedMs)) },
    {
      title: 'problem',
      wrapAt: 60,
      cell: ({ problem }) => (problem === null ? UNKNOWN : `${problem.code}: ${problem.message}`),
    },
  ];
}

function yesOrNo(value: boolean | null): string {
  return value === null ? UNKNOWN : value ? 'yes' : 'no';
}

function difference(ms: number | null): string {
  if (ms === null) return UNKNOWN;
  const seconds = Math.round(ms / 1000);
  return `${seconds > 0 ? '+' : ''}${seconds || 0} s`;
}

function newest({ newestEventAt, reachable, problem }: CheckedSource, at: Instant): string {
  if (newestEventAt === null) return reachable && problem === null ? 'none' : UNKNOWN;
  return `${formatRfc3339(newestEventAt)} ${age(toMillis(at) - toMillis(newestEventAt))}`;
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const;

/** In the largest unit of which two are over, so that little is cut off: `90 min ago`. */
function age(ms: number): string {
  const [unit, unitMs] = UNITS.find(([, size]) => Math.abs(ms) >= 2 * size) ?? ['s', 1000];
  const amount = `${Math.floor(Math.abs(ms) / unitMs)} ${unit}`;
  return ms < 0 ? `in ${amount}` : `${amount} ago`;
}

function databaseLine({ database }: CheckedSource): readonly string[] {
  if (database === null) return [];
  switch (database.schema) {
    case 'ABSENT':
      return [`${database.name}: not there yet; serve makes it\n`];
    case 'BEHIND':
      return [`${database.name}: lacks migrations; serve and migrate apply them\n`];
    case 'CURRENT':
      return [`${database.name}: migrated\n`];
    case null:
      return [`${database.name}: not seen\n`];
  }
}
