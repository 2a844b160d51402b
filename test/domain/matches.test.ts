import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/domain/event.ts';
import { FIELDS, type Field } from '../../src/domain/fields.ts';
import { and, EVERYTHING, is, NOTHING, or, type Test } from '../../src/domain/filter.ts';
import { instant } from '../../src/domain/instant.ts';
import { compileFilter, matches } from '../../src/domain/matches.ts';
import { PatternError } from '../../src/domain/pattern.ts';
import { someEvent } from '../fakes/some-event.ts';

const FULL = someEvent({
  occurredAt: instant(1_000_000),
  durationMs: 1.5,
  action: 'Update',
  operation: 'UPDATE',
  recordType: 'auth.login',
  category: 'AUTHENTICATION',
  outcome: 'SUCCESS',
  message: 'Straße',
  actor: { uid: 'actor-id', name: 'actor-name', type: 'actor-type' },
  target: { type: 'target-type', uid: 'target-id', name: 'target-name' },
  client: { ip: '10.0.0.1', userAgent: 'agent', origin: 'origin' },
  sessionId: 'session',
  requestId: 'request',
  changes: [
    { path: '/a', op: 'SET', before: null, after: null },
    { path: '/b', op: 'SET', before: null, after: null },
  ],
  raw: { text: 'abc', empty: '', number: 5, nothing: null, list: [{ a: 1, b: 2 }] },
});
const BARE = someEvent();

function holds(event: AuditEvent, field: Field, asked: Test): boolean {
  return matches(event, is(field, asked));
}

const text = (op: 'eq' | 'contains' | 'startsWith' | 'endsWith', value: string, ignoreCase = false): Test => ({
  op,
  value,
  ignoreCase,
});
const oneOf = (values: readonly string[], ignoreCase = false): Test => ({ op: 'in', values, ignoreCase });
const pattern = (expression: string, ignoreCase = false): Test => ({ op: 'matches', pattern: expression, ignoreCase });

describe('each field of text is read from where it is', () => {
  const values: { readonly [F in Field]?: string } = {
    source: 'salt-prod',
    action: 'Update',
    recordType: 'auth.login',
    operation: 'UPDATE',
    category: 'AUTHENTICATION',
    outcome: 'SUCCESS',
    'actor.uid': 'actor-id',
    'actor.name': 'actor-name',
    'actor.type': 'actor-type',
    'target.type': 'target-type',
    'target.uid': 'target-id',
    'target.name': 'target-name',
    'client.ip': '10.0.0.1',
    'client.userAgent': 'agent',
    'client.origin': 'origin',
    sessionId: 'session',
    requestId: 'request',
    message: 'Straße',
    changedPath: '/b',
  };
  const textFields = (Object.keys(FIELDS) as Field[]).filter((field) => FIELDS[field].type === 'text');

  test('and none is left out here', () => {
    expect(Object.keys(values).sort()).toEqual([...textFields].sort());
  });
  test.each(textFields)('%s', (field) => {
    expect(textFields.filter((each) => holds(FULL, each, text('eq', values[field] ?? '')))).toEqual([field]);
  });
});

describe('a text', () => {
  test.each<[string, Test, boolean]>([
    ['equals', text('eq', 'Straße'), true],
    ['equals but for case', text('eq', 'straße'), false],
    ['equals, case ignored', text('eq', 'STRAẞE', true), true],
    ['equals but for a spelling that folding keeps apart', text('eq', 'STRASSE', true), false],
    ['contains', text('contains', 'traß'), true],
    ['contains, case ignored', text('contains', 'TRAẞ', true), true],
    ['contains nothing, as every text does', text('contains', ''), true],
    ['contains what it does not', text('contains', 'ss', true), false],
    ['starts with', text('startsWith', 'Str'), true],
    ['starts with, case ignored', text('startsWith', '\u017fTR', true), true],
    ['starts with its middle', text('startsWith', 'tra'), false],
    ['ends with', text('endsWith', 'ße'), true],
    ['ends with, case ignored', text('endsWith', 'SSE', true), false],
    ['ends with its middle', text('endsWith', 'aß'), false],
    ['is one of', oneOf(['x', 'Straße']), true],
    ['is one of, case ignored', oneOf(['x', 'STRAẞE'], true), true],
    ['is one of others', oneOf(['straße', 'Straß']), false],
    ['is one of none', oneOf([]), false],
    ['matches somewhere', pattern('a.e'), true],
    ['matches at its ends', pattern('^a.e$'), false],
    ['matches, case ignored', pattern('^STRAẞE$', true), true],
    ['is there', { op: 'exists' }, true],
  ])('%s: %#', (_, asked, found) => {
    expect(holds(FULL, 'message', asked)).toBe(found);
  });
});

describe('what is absent fails every test and passes every negated one', () => {
  const tests: readonly Test[] = [
    ...(['eq', 'contains', 'startsWith', 'endsWith'] as const).map((op) => text(op, '')),
    ...[oneOf(['']), pattern(''), pattern('^$'), { op: 'exists' } as const],
    ...[{ op: 'inBlock', blocks: ['::/0', '0.0.0.0/0'] } as const, { op: 'under', values: [''] } as const],
  ];
  const emptied = someEvent({ message: '', actor: { uid: null, name: '', type: null }, changes: [] });
  const cases = (['message', 'actor.name', 'recordType', 'client.ip', 'changedPath', 'action'] as const).flatMap(
    (field) => [BARE, emptied].flatMap((event) => tests.map((asked) => [field, asked.op, event, asked] as const)),
  );
  test.each(cases)('%s %s', (field, _, event, asked) => {
    expect(matches(event, is(field, asked))).toBe(false);
    expect(matches(event, is(field, asked, true))).toBe(true);
  });
});

test('over several paths a positive test needs one that passes, a negated one that none does', () => {
  expect(holds(FULL, 'changedPath', text('eq', '/a'))).toBe(true);
  expect(matches(FULL, is('changedPath', text('eq', '/a'), true))).toBe(false);
  expect(matches(FULL, is('changedPath', text('eq', '/c'), true))).toBe(true);
});

test.each([
  [['auth'], true],
  [['auth.login'], true],
  [['rpc', 'auth'], true],
  [['auth.login.web'], false],
  [['aut'], false],
  [['auth.'], false],
  [['auth.log'], false],
  [['Auth'], false],
  [['login'], false],
  [[], false],
])('auth.login is under %j: %s', (values, found) => {
  expect(holds(FULL, 'recordType', { op: 'under', values })).toBe(found);
});

test.each([
  [['10.0.0.1'], true],
  [['11.0.0.0/8', '::ffff:10.0.0.0/104'], true],
  [['10.0.0.2', '::/0'], false],
  [[], false],
])('10.0.0.1 is inside %j: %s', (blocks, found) => {
  expect(holds(FULL, 'client.ip', { op: 'inBlock', blocks })).toBe(found);
});

test.each([
  [null, null, true],
  [1.5, 1.5, true],
  [1.6, null, false],
  [null, 1.4, false],
  [-1, 2, true],
  [2, 1, false],
])('1.5 ms lie from %s to %s: %s', (min, max, found) => {
  expect(holds(FULL, 'durationMs', { op: 'range', min, max })).toBe(found);
});

test('an event that lasted no time known lies in no range', () => {
  expect(holds(BARE, 'durationMs', { op: 'range', min: null, max: null })).toBe(false);
  expect(holds(someEvent({ durationMs: 0 }), 'durationMs', { op: 'exists' })).toBe(true);
});

test.each([
  [null, null, true],
  [1_000_000, 1_000_001, true],
  [1_000_001, null, false],
  [null, 1_000_000, false],
  [1_000_000, 1_000_000, false],
])('the first second after the epoch happened from %s until %s: %s', (from, until, found) => {
  const during: Test = {
    op: 'during',
    from: from === null ? null : instant(from),
    until: until === null ? null : instant(until),
  };
  expect(holds(FULL, 'occurredAt', during)).toBe(found);
});

describe('what a pointer leads to', () => {
  test.each<[Test, boolean]>([
    [{ op: 'pointerExists', pointer: '' }, true],
    [{ op: 'pointerExists', pointer: '/nothing' }, true],
    [{ op: 'pointerExists', pointer: '/missing' }, false],
    [{ op: 'pointerEquals', pointer: '/nothing', value: null }, true],
    [{ op: 'pointerEquals', pointer: '/missing', value: null }, false],
    [{ op: 'pointerEquals', pointer: '/number', value: 5 }, true],
    [{ op: 'pointerEquals', pointer: '/number', value: '5' }, false],
    [{ op: 'pointerEquals', pointer: '/empty', value: '' }, true],
    [{ op: 'pointerEquals', pointer: '/list', value: [{ b: 2, a: 1 }] }, true],
    [{ op: 'pointerEquals', pointer: '/list/0', value: { a: 1 } }, false],
    [{ op: 'pointerContains', pointer: '/text', value: 'bc' }, true],
    [{ op: 'pointerContains', pointer: '/text', value: 'BC' }, false],
    [{ op: 'pointerContains', pointer: '/empty', value: '' }, true],
    [{ op: 'pointerContains', pointer: '/number', value: '5' }, false],
    [{ op: 'pointerContains', pointer: '/missing', value: '' }, false],
    [{ op: 'pointerContains', pointer: '/list', value: '' }, false],
  ])('%j: %s', (asked, found) => {
    expect(holds(FULL, 'raw', asked)).toBe(found);
    expect(matches(FULL, is('raw', asked, true))).toBe(!found);
  });
});

test('words are asked of the whole event', () => {
  expect(holds(FULL, 'text', { op: 'words', words: ['STRA', 'abc', '10.0'] })).toBe(true);
  expect(matches(BARE, is('text', { op: 'words', words: ['stra'] }, true))).toBe(true);
});

test('and needs all, or needs one', () => {
  const yes = is('message', { op: 'exists' });
  const no = is('message', { op: 'exists' }, true);
  const filters = [and(yes, yes), and(yes, no), or(yes, no), or(no, no), EVERYTHING, NOTHING];
  expect(filters.map((where) => matches(FULL, where))).toEqual([true, false, true, false, true, false]);
});

test('a filter is compiled once, and so is a part that it shares with another', () => {
  const part = is('message', pattern('a'));
  const whole = and(part, is('action', { op: 'exists' }));
  expect(compileFilter(whole)).toBe(compileFilter(whole));
  expect(compileFilter(part)).toBe(compileFilter(part));
});

describe('a filter that cannot be tested is refused before any event is', () => {
  test('a pattern that is none', () => {
    expect(() => compileFilter(is('message', pattern('(')))).toThrow(PatternError);
  });
  test.each<[Field, Test, string]>([
    [
      'client.ip',
      { op: 'inBlock', blocks: ['10.0.0.0/33'] },
      'expected an address or a CIDR block, but got "10.0.0.0/33"',
    ],
    ['raw', { op: 'pointerExists', pointer: 'a' }, 'expected a JSON pointer, but got "a"'],
  ])('%s', (field, asked, reason) => {
    expect(() => compileFilter(is(field, asked))).toThrow(reason);
  });
});
