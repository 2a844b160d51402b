import { describe, expect, test } from 'vitest';
import { type Instant, parseRfc3339 } from '../../src/domain/instant.ts';
import { problem } from '../../src/lanes/source-error.ts';
import type { CheckedSource } from '../../src/server/check.ts';
import { checkJsonLines } from '../../src/server/check-json.ts';
import { checkTable, problemLines } from '../../src/server/check-table.ts';

const at = (text: string) => parseRfc3339(text) as Instant;

const GOOD: CheckedSource = {
  key: 'salt-prod',
  kind: 'salt',
  reachable: true,
  authenticated: true,
  clockDifferenceMs: -1_600,
  newestEventAt: at('2024-05-01T11:58:30.000001Z'),
  filters: ['action', 'actor.name', 'actor.uid', 'durationMs', 'occurredAt'],
  elapsedMs: 34.4,
  problem: null,
  database: null,
};
const REFUSED: CheckedSource = {
  ...GOOD,
  key: 'f5',
  kind: 'f5xc',
  authenticated: false,
  clockDifferenceMs: null,
  newestEventAt: null,
  filters: [],
  elapsedMs: 1_234.6,
  problem: problem('UNAUTHENTICATED', 'HTTP status 401:\n\u001b[31mno such token', { httpStatus: 401 }),
};
const STORE: CheckedSource = {
  ...GOOD,
  key: 'gateway',
  kind: 'gateway',
  authenticated: null,
  clockDifferenceMs: null,
  newestEventAt: null,
  filters: ['sources'],
  elapsedMs: 0,
  database: { name: 'embedded database in ./data', schema: 'CURRENT' },
};
const checked = { at: at('2024-05-01T12:00:00Z'), sources: [GOOD, REFUSED, STORE] };

/** The cell of `source` in a column, of the first of its lines. */
function cell(title: string, source: CheckedSource): string {
  const [titles = '', line = ''] = checkTable({ ...checked, sources: [source] }).split('\n');
  const start = titles.indexOf(title);
  const rest = titles.slice(start + title.length);
  const end = rest.trim() === '' ? undefined : start + title.length + (rest.length - rest.trimStart().length);
  return line.slice(start, end).trim();
}

describe('the table of a check', () => {
  test('has a line or more for every source, and one about the database', () => {
    expect(checkTable(checked)).toBe(
      [
        'source     kind     reachable  authenticated  clock  newest event                 pushed down                       ms  problem',
        'salt-prod  salt     yes        yes             -2 s  2024-05-01T11:58:30.000001Z  action, actor.name, actor.uid,    34  –',
        '                                                     90 s ago                     durationMs, occurredAt',
        'f5         f5xc     yes        no                 –  –                            nothing                         1235  UNAUTHENTICATED: HTTP status 401: [31mno such token',
        'gateway    gateway  yes        –                  –  none                         sources                            0  –',
        '',
        'embedded database in ./data: migrated',
        '',
      ].join('\n'),
    );
  });

  test.each([
    [0, '0 s'],
    [-400, '0 s'],
    [3_600_000, '+3600 s'],
    [-90_000, '-90 s'],
    [null, '–'],
  ])('tells a clock that is %j ms ahead as %s', (clockDifferenceMs, told) => {
    const line = checkTable({ ...checked, sources: [{ ...GOOD, clockDifferenceMs }] }).split('\n')[1];
    expect(line).toContain(` ${told}  2024`);
  });

  test.each([
    ['2024-05-01T11:59:59.5Z', '0 s ago'],
    ['2024-05-01T11:58:01Z', '119 s ago'],
    ['2024-05-01T11:58:00Z', '2 min ago'],
    ['2024-05-01T10:00:00Z', '2 h ago'],
    ['2024-04-29T13:00:00Z', '47 h ago'],
    ['2022-05-01T12:00:00Z', '731 d ago'],
    ['2024-05-01T12:10:00Z', 'in 10 min'],
  ])('tells how old an event of %s is: %s', (newestEventAt, age) => {
    expect(checkTable({ ...checked, sources: [{ ...GOOD, newestEventAt: at(newestEventAt) }] })).toMatch(
      new RegExp(`\n +${age} `),
    );
  });

  test.each([
    ['none', STORE],
    ['–', { ...STORE, reachable: null }],
    ['–', REFUSED],
  ])('says %s of a newest event that is not there', (told, source) => {
    expect(cell('newest event', source)).toBe(told);
  });

  test.each([
    ['ABSENT', 'not there yet; serve makes it'],
    ['BEHIND', 'lacks migrations; serve and migrate apply them'],
    ['CURRENT', 'migrated'],
    [null, 'not seen'],
  ] as const)('says of a database that is %s: %s', (schema, told) => {
    const table = checkTable({ ...checked, sources: [{ ...STORE, database: { name: 'db', schema } }] });
    expect(table.endsWith(`\n\ndb: ${told}\n`)).toBe(true);
  });
});

test('every problem has a line of its own', () => {
  expect(problemLines(checked)).toEqual(['f5: UNAUTHENTICATED: HTTP status 401: [31mno such token']);
});

test('machines get the same as one object a line', () => {
  const lines = checkJsonLines(checked).split('\n');
  expect(lines.pop()).toBe('');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      source: 'salt-prod',
      kind: 'salt',
      reachable: true,
      authenticated: true,
      clockDifferenceMs: -1_600,
      newestEventAt: '2024-05-01T11:58:30.000001Z',
      newestEventAgeMs: 90_000,
      filters: GOOD.filters,
      elapsedMs: 34,
      problem: null,
      database: null,
    },
    { source: 'f5', authenticated: false, newestEventAt: null, newestEventAgeMs: null, problem: REFUSED.problem },
    { source: 'gateway', authenticated: null, database: STORE.database },
  ]);
});
