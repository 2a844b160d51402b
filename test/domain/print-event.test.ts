import { describe, expect, test } from 'vitest';
import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import { COLUMNS } from '../../src/domain/export/columns.ts';
import { type CsvForm, csvHeader, PLAIN_CSV } from '../../src/domain/export/csv-form.ts';
import { printEvent } from '../../src/domain/export/print-event.ts';
import { instant } from '../../src/domain/instant.ts';
import { encodeNodeId, formatAddress } from '../../src/domain/node-id.ts';
import { plainNumber } from '../../src/domain/plain-number.ts';
import { storedJson } from '../../src/domain/stored-json.ts';
import { someEvent } from '../fakes/some-event.ts';

const typeNames = new Map([['salt-prod' as SourceKey, 'SaltAuditEvent']]);
const csv = (event: Partial<AuditEvent>) => printEvent(someEvent(event), { format: 'csv', typeNames });
const json = (event: Partial<AuditEvent>) => printEvent(someEvent(event), { format: 'ndjson', typeNames });
const HEADER = csvHeader(PLAIN_CSV);
/** The cell below a name of the header; for texts without commas. */
const cell = (event: Partial<AuditEvent>, name: string) =>
  csv(event).slice(0, -2).split(',')[HEADER.trimEnd().split(',').indexOf(name)];

describe('an event as a line of JSON', () => {
  test('has what the API gives, in the order of the columns', () => {
    const event = someEvent({
      endedAt: instant(1_709_208_000_000_007),
      durationMs: 0.5,
      actor: { uid: null, name: 'Zoë "Z"', type: null },
      changes: [{ path: '/a', op: 'SET', before: null, after: 1 }],
      raw: { bb: 1, a: [true, {}, []], 10: 1e21 },
    });
    const id = encodeNodeId('SaltAuditEvent', formatAddress(event));
    const begin = `{"id":"${id}","source":"salt-prod","occurredAt":"2024-02-29T12:00:00.000Z","endedAt":"2024-02-29T12:00:00.000007Z"`;
    const words =
      '"durationMs":0.5,"action":"","operation":"OTHER","recordType":"","category":"OTHER","outcome":"UNKNOWN"';
    const parts = '"message":null,"actor":{"uid":null,"name":"Zoë \\"Z\\"","type":null},"target":null,"client":null';
    const end =
      '"sessionId":null,"requestId":null,"changes":[{"op": "SET", "path": "/a", "after": 1, "before": null}],"count":1';
    const raw = '"raw":{"a": [true, {}, []], "10": 1000000000000000000000, "bb": 1}}\n';
    expect(json(event)).toBe([begin, words, parts, end, raw].join(','));
  });

  test('is one line, whatever is in it', () => {
    const line = json({ message: 'a\r\nb\u2028', raw: { 'a\n': '\n' } });
    expect(line.match(/[\r\n]/g)).toEqual(['\n']);
    expect(JSON.parse(line)).toMatchObject({ message: 'a\r\nb\u2028', raw: { 'a\n': '\n' } });
  });

  test('of a source nobody knows is a fault', () => {
    expect(() => json({ source: 'x' as SourceKey })).toThrow('expected a known source, but got x');
  });
});

describe('an event as a row of CSV', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠1'])(
    'begins no formula with %j',
    (text) => {
      expect(cell({ message: text }, 'message')).toBe(`"'${text}"`);
      expect(cell({ actor: { uid: text, name: null, type: null } }, 'actorUid')).toBe(`"'${text}"`);
      expect(cell({ requestId: text }, 'requestId')).toBe(`"'${text}"`);
    },
  );

  test('guards JSON that is a negative number, and leaves numbers and harmless texts alone', () => {
    expect(cell({ raw: -1 }, 'raw')).toBe(`"'-1"`);
    expect(cell({ message: 'a=1' }, 'message')).toBe('"a=1"');
    expect(cell({ durationMs: 1.5 }, 'durationMs')).toBe('1.5');
  });

  test('tells an empty text from none, and doubles quotes', () => {
    expect([cell({ message: '' }, 'message'), cell({ message: null }, 'message')]).toEqual(['""', '']);
    expect(cell({ message: '"a""' }, 'message')).toBe('"""a"""""');
    expect([cell({ raw: null }, 'raw'), cell({ raw: 'null' }, 'raw'), cell({}, 'changes')]).toEqual([
      '',
      '"""null"""',
      '"[]"',
    ]);
  });

  test('has the columns that are asked for, in their order, between whatever stands between them', () => {
    const columns = ['count', 'actorName', 'raw'].flatMap((name) => COLUMNS.find((each) => each.name === name) ?? []);
    const event = someEvent({ actor: { uid: null, name: 'a;"b"\t', type: null }, raw: null });
    const written = (form: Partial<CsvForm>) => {
      const whole = { ...PLAIN_CSV, columns, ...form };
      return csvHeader(whole) + printEvent(event, { format: 'csv', csv: whole, typeNames });
    };
    expect(written({})).toBe('count,actorName,raw\r\n1,"a;""b""\t",\r\n');
    expect(written({ delimiter: ';' })).toBe('count;actorName;raw\r\n1;"a;""b""\t";\r\n');
    expect(written({ delimiter: '\t', bom: true })).toBe('\ufeffcount\tactorName\traw\r\n1\t"a;""b""\t"\t\r\n');
  });

  test('has a cell for each name of the header, and ends with CR LF', () => {
    const names = HEADER.split(',');
    expect(csv({}).slice(0, -2).split(',')).toHaveLength(names.length);
    expect([csv({}).endsWith('\r\n'), HEADER.endsWith('raw\r\n')]).toEqual([true, true]);
  });
});

test.each<[number, string]>([
  [0, '0'],
  [-0, '0'],
  [1e21, '1000000000000000000000'],
  [-1.25e22, '-12500000000000000000000'],
  [1e-7, '0.0000001'],
  [-1.5e-9, '-0.0000000015'],
  [0.1, '0.1'],
])('%d is printed without exponent as %s', (value, text) => {
  expect(plainNumber(value)).toBe(text);
});

test('members of JSON stand as PostgreSQL puts them: shorter names first, then by bytes', () => {
  expect(storedJson({ é: 1, aaa: 1, zz: 1, b: 1, '\u{10000}': 1, '\uffff': 1 })).toBe(
    '{"b": 1, "zz": 1, "é": 1, "aaa": 1, "\uffff": 1, "\u{10000}": 1}',
  );
});
