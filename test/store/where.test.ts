import { describe, expect, test } from 'vitest';
import { and, EVERYTHING, type FilterExpr, is, NOTHING, not, or } from '../../src/domain/filter.ts';
import type { Instant } from '../../src/domain/instant.ts';
import { where } from '../../src/store/sql/where.ts';

function sqlOf(filter: FilterExpr): readonly [text: string, ...values: unknown[]] {
  const { sql } = where(filter);
  return [sql.text, ...sql.values];
}

const text = (op: 'eq' | 'contains' | 'startsWith' | 'endsWith', value: string, ignoreCase = false) =>
  is('target.name', { op, value, ignoreCase });
const someOf = (...values: readonly string[]) => is('target.name', { op: 'in', values, ignoreCase: false });
const pointer = (path: string) => is('raw', { op: 'pointerExists', pointer: path });
const matching = is('message', { op: 'matches', pattern: 'a+', ignoreCase: false });
const ann = text('eq', 'ann');
const session = (...values: readonly string[]) => is('sessionId', { op: 'in', values, ignoreCase: false });
const TYPE = 'left(record_type, 256)';
/** Its last character that is indexed takes two halves. */
const LONG = `${'a'.repeat(255)}💥${'z'.repeat(1_000)}`;
const BEGINNING = `${'a'.repeat(255)}💥`;

describe('a filter in SQL', () => {
  test('of many conditions leaves their lists to the gateway, each of which every row would be looked up in', () => {
    const lists = [
      is('recordType', { op: 'under', values: ['a', 'b'] }),
      is('client.ip', { op: 'inBlock', blocks: ['10.0.0.1', '10.0.0.9'] }),
    ];
    const few = and(...lists, ...Array.from({ length: 14 }, (_, index) => text('contains', String(index))));
    expect(where(few).residual).toEqual(EVERYTHING);
    expect(where(and(few, ann)).residual).toEqual(and(...lists));
  });

  test.each<{ what: string; filter: FilterExpr; sql: readonly [text: string, ...values: unknown[]] }>([
    { what: 'everything', filter: EVERYTHING, sql: ['TRUE'] },
    { what: 'nothing', filter: NOTHING, sql: ['FALSE'] },
    { what: 'a text', filter: ann, sql: ['target_name = $1', 'ann'] },
    { what: 'no such text', filter: not(ann), sql: ['(target_name = $1) IS NOT TRUE', 'ann'] },
    { what: 'a text of quotes', filter: text('eq', `' OR TRUE --`), sql: ['target_name = $1', `' OR TRUE --`] },
    { what: 'the empty text', filter: text('eq', ''), sql: ['FALSE'] },
    { what: 'a part', filter: text('contains', '%_'), sql: ['strpos(target_name, $1) > 0', '%_'] },
    { what: 'a beginning', filter: text('startsWith', 'a%'), sql: ['starts_with(target_name, $1)', 'a%'] },
    { what: 'an end', filter: text('endsWith', 'é😀'), sql: ['right(target_name, $1::int) = $2', 2, 'é😀'] },
    ...(['contains', 'startsWith', 'endsWith'] as const).map((op) => ({
      ...{ what: `${op} nothing`, filter: text(op, ''), sql: [`target_name <> ''`] as [string] },
    })),
    { what: 'one of some', filter: someOf('a', 'b', ''), sql: ['target_name = ANY($1::text[])', ['a', 'b']] },
    { what: 'one of none', filter: someOf(), sql: ['FALSE'] },
    { what: 'one of the empty text', filter: someOf(''), sql: ['FALSE'] },
    { what: 'presence', filter: is('sessionId', { op: 'exists' }), sql: [`session_id <> ''`] },
    { what: 'absence', filter: is('sessionId', { op: 'exists' }, true), sql: [`(session_id <> '') IS NOT TRUE`] },
    {
      what: 'types and their subtypes',
      filter: is('recordType', { op: 'under', values: ['a', 'b.c'] }),
      sql: [
        `(${TYPE} = ANY($1::text[]) OR (${TYPE} >= $2 AND ${TYPE} < $3) OR (${TYPE} >= $4 AND ${TYPE} < $5))`,
        ...[['a', 'b.c'], 'a.', 'a/', 'b.c.', 'b.c/'],
      ],
    },
    {
      what: 'a long type and its subtypes',
      filter: is('recordType', { op: 'under', values: [LONG] }),
      sql: [
        `(${TYPE} = $1 AND (record_type = $2 OR EXISTS (SELECT FROM unnest($3::text[]) AS type WHERE starts_with(record_type, type || '.'))))`,
        ...[BEGINNING, LONG, [LONG]],
      ],
    },
    { what: 'an indexed text', filter: session('ann'), sql: ['left(session_id, 256) = $1', 'ann'] },
    {
      what: 'a long one, compared whole besides',
      filter: session(LONG),
      sql: ['(left(session_id, 256) = $1 AND session_id = $2)', BEGINNING, LONG],
    },
    {
      what: 'short and long ones',
      filter: session('a', LONG, '', 'b'),
      sql: [
        '(left(session_id, 256) = ANY($1::text[]) OR (left(session_id, 256) = $2 AND session_id = $3))',
        ...[['a', 'b'], BEGINNING, LONG],
      ],
    },
    {
      what: 'address blocks',
      filter: is('client.ip', { op: 'inBlock', blocks: ['10.1.2.3/8', '::ffff:1.2.3.4', '2001:db8::/32'] }),
      sql: [
        '(client_address = $1::inet OR client_address BETWEEN $2::inet AND $3::inet OR client_address BETWEEN $4::inet AND $5::inet)',
        ...['1.2.3.4', '10.0.0.0', '10.255.255.255', '2001:db8:0:0:0:0:0:0', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
      ],
    },
    {
      what: 'many types, looked up by what stands before each dot',
      filter: is('recordType', { op: 'under', values: [...'abcdefghi'] }),
      sql: [
        `(${TYPE} = ANY($1::text[]) OR EXISTS (SELECT FROM generate_series(1, cardinality(string_to_array(${TYPE}, '.')) - 1) AS dot
    WHERE array_to_string((string_to_array(${TYPE}, '.'))[:dot], '.') = ANY($2::text[])))`,
        ...[[...'abcdefghi'], [...'abcdefghi']],
      ],
    },
    {
      what: 'many address blocks, as two lists of ends for each family',
      filter: is('client.ip', {
        op: 'inBlock',
        blocks: [...'987654321'].flatMap((octet) => [`0.0.${octet}.0/25`, `${octet}::`]),
      }),
      sql: [
        "((CASE family(client_address) WHEN 4 THEN client_address - '0.0.0.0'::inet END) <= ($1::text[]::bigint[])[width_bucket((CASE family(client_address) WHEN 4 THEN client_address - '0.0.0.0'::inet END), $2::text[]::bigint[])] OR client_address <= ($3::text[]::inet[])[width_bucket(client_address, $4::text[]::inet[])])",
        [...'123456789'].map((octet) => `${Number(octet) * 256 + 127}`),
        [...'123456789'].map((octet) => `${Number(octet) * 256}`),
        [...'123456789'].map((octet) => `${octet}:0:0:0:0:0:0:0`),
        [...'123456789'].map((octet) => `${octet}:0:0:0:0:0:0:0`),
      ],
    },
    {
      what: 'a range of numbers',
      filter: is('durationMs', { op: 'range', min: 1.5, max: 2 }),
      sql: ['(duration_ms >= $1::double precision AND duration_ms <= $2::double precision)', 1.5, 2],
    },
    {
      what: 'any number',
      filter: is('durationMs', { op: 'range', min: null, max: null }),
      sql: ['duration_ms IS NOT NULL'],
    },
    {
      what: 'a time',
      filter: is('occurredAt', { op: 'during', from: 5 as Instant, until: 7 as Instant }),
      sql: ['(occurred_at >= $1::bigint AND occurred_at < $2::bigint)', 5, 7],
    },
    {
      what: 'some path of a change',
      filter: is('changedPath', { op: 'startsWith', value: '/a', ignoreCase: false }),
      sql: ['EXISTS (SELECT FROM unnest(changed_paths) AS path WHERE starts_with(path, $1))', '/a'],
    },
    { what: 'a pointer', filter: pointer('/a~1b/0'), sql: ['(raw #> $1::text[]) IS NOT NULL', ['a/b', '0']] },
    {
      what: 'what a pointer leads to',
      filter: is('raw', { op: 'pointerEquals', pointer: '', value: { b: [1], a: null } }),
      sql: ['(raw #> $1::text[]) = $2::jsonb', [], '{"b":[1],"a":null}'],
    },
    {
      what: 'a text that a pointer leads to',
      filter: is('raw', { op: 'pointerContains', pointer: '/a', value: 'x' }),
      sql: [
        `(jsonb_typeof((raw #> $1::text[])) = 'string' AND strpos((raw #> $2::text[]) #>> '{}', $3) > 0)`,
        ...[['a'], ['a'], 'x'],
      ],
    },
    {
      what: 'all and some of several',
      filter: and(ann, or(text('eq', 'b'), not(text('eq', 'c')))),
      sql: ['(target_name = $1 AND (target_name = $2 OR (target_name = $3) IS NOT TRUE))', 'ann', 'b', 'c'],
    },
  ])('$what', ({ filter, sql }) => {
    expect(sqlOf(filter)).toEqual(sql);
    expect(where(filter).residual).toEqual(EVERYTHING);
  });

  test.each<{ what: string; leaf: FilterExpr }>([
    { what: 'an expression', leaf: matching },
    { what: 'a text whatever its case', leaf: text('eq', 'Ann', true) },
    { what: 'one of some, whatever its case', leaf: is('action', { op: 'in', values: ['a'], ignoreCase: true }) },
    { what: 'words', leaf: is('text', { op: 'words', words: ['a'] }) },
    { what: 'a text with U+0000', leaf: text('contains', 'a\0') },
    { what: 'half a surrogate pair', leaf: text('endsWith', '\ude00') },
    { what: 'one of some with U+0000', leaf: someOf('a', '\0') },
    { what: 'JSON with U+0000', leaf: is('raw', { op: 'pointerEquals', pointer: '', value: [{ '\0': 1 }] }) },
    ...['/01', '/-1', '/+1', '/ 1', '/\0'].map((path) => ({ what: `the pointer ${path}`, leaf: pointer(path) })),
  ])('$what is tested here, and widens what SQL asks, negated or not', ({ leaf }) => {
    for (const each of [leaf, not(leaf)]) {
      expect(where(each)).toMatchObject({ sql: { text: 'TRUE' }, pushed: EVERYTHING, residual: each });
      expect(sqlOf(and(ann, each))).toEqual(['target_name = $1', 'ann']);
      expect(where(and(ann, each)).residual).toEqual(each);
      expect(sqlOf(or(ann, each))).toEqual(['TRUE']);
      expect(where(or(ann, each)).residual).toEqual(or(ann, each));
    }
  });
});

test('a part of very many conditions is tested here, the parts beside it are said', () => {
  const many = (count: number) =>
    or(
      ...Array.from({ length: count }, (_, index) =>
        is('message', { op: 'endsWith', value: `${index}`, ignoreCase: false }),
      ),
    );
  const said = is('action', { op: 'eq', value: 'a', ignoreCase: false });
  expect(where(and(said, many(100))).residual).toEqual(and());
  const { pushed, residual } = where(and(said, many(101)));
  expect([pushed, residual]).toEqual([said, many(101)]);
});
