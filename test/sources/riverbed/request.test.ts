import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from '../../../src/domain/fields.ts';
import { EVERYTHING, is, type Test } from '../../../src/domain/filter.ts';
import { EARLIEST, instant, LATEST } from '../../../src/domain/instant.ts';
import { BUILT_IN } from '../../../src/domain/redact.ts';
import type { Stream, Words } from '../../../src/sources/adapter.ts';
import { divide } from '../../../src/sources/divide.ts';
import { riverbed } from '../../../src/sources/riverbed/index.ts';
import { options, pushdown } from './appliance.ts';

const stream = (given = options()) => {
  const [only] = riverbed.streams(given);
  if (!only) throw new Error('no stream');
  return only;
};

const eq = (value: string, ignoreCase = false): Test => ({ op: 'eq', value, ignoreCase });
const oneOf = (...values: string[]): Test => ({ op: 'in', values, ignoreCase: false });
const ALL_TIME = { from: EARLIEST, until: LATEST };
const MANY = {
  where: EVERYTHING,
  window: ALL_TIME,
  direction: 'DESC',
  after: null,
  take: 5_000,
  now: instant(0),
} as const;
const queryOfMany = (from: Stream) => {
  const division = divide(MANY, from, { pageSize: null, rules: BUILT_IN });
  return division && from.ask(division).request.query;
};

const words = (field: Field, test: Test, negated = false) => stream().words(is(field, test, negated));

describe('a request to Riverbed', () => {
  it('sends its filters, and all four of the words that order and cut the list', () => {
    const said = { username: 'admin', success: '0', record_type: 'authentication.login', action: 'operation' };
    expect(stream().ask(pushdown({ words: said, direction: 'ASC', pageSize: 20 })).request).toEqual({
      method: 'GET',
      path: '/api/npm.audit/1.1/events',
      query: [
        ['username', 'admin'],
        ['success', '0'],
        ['record_type', 'authentication.login'],
        ['action', 'operation'],
        ['sort', 'asc'],
        ['sortBy', 'timestamp'],
        ['limit', '20'],
        ['offset', '0'],
      ],
    });
  });

  it('never asks for more at once than the options allow', () => {
    expect(queryOfMany(stream())).toContainEqual(['limit', '100']);
    expect(queryOfMany(stream(options({ maxPageSize: 30 })))).toContainEqual(['limit', '30']);
  });
});

describe('the words of a filter for Riverbed', () => {
  it.each<[string, Field, Test, Words]>([
    ['a user name', 'actor.name', eq('admin'), { username: 'admin' }],
    ['a list of one name', 'actor.name', oneOf('admin'), { username: 'admin' }],
    ['an action', 'action', eq('update'), { action: 'update' }],
    ['a record type', 'recordType', eq('authentication.login'), { record_type: 'authentication.login' }],
    ['successes', 'outcome', oneOf('SUCCESS'), { success: '1' }],
    ['failures', 'outcome', oneOf('FAILURE'), { success: '0' }],
  ])('say %s', (_, field, test, expected) => {
    expect(words(field, test)).toEqual(expected);
  });

  it.each<[string, Field, Test, boolean?]>([
    ['a negated test', 'actor.name', eq('admin'), true],
    ['a test blind to case', 'actor.name', eq('admin', true)],
    ['an empty text', 'action', eq('')],
    ['several values', 'action', oneOf('create', 'delete')],
    ['subtypes, which it may not cover', 'recordType', { op: 'under', values: ['authentication'] }],
    ['an unknown outcome', 'outcome', oneOf('UNKNOWN')],
    ['a word of every object', 'outcome', eq('constructor')],
    ['a field it does not know', 'sessionId', eq('5b0f')],
  ])('do not say %s', (_, field, test, negated) => {
    expect(words(field, test, negated)).toBeNull();
  });

  it('bring a hostile text to the appliance as that text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (hostile) => {
        const said = { ...words('actor.name', eq(hostile)), ...words('action', eq(hostile)) };
        const { query = [] } = stream().ask(pushdown({ words: said })).request;
        const sent = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
        const parsed = new URLSearchParams(sent);
        expect([parsed.getAll('username'), parsed.getAll('action')]).toEqual([[hostile], [hostile]]);
        expect(parsed.size).toBe(6);
      }),
    );
  });
});

describe('what is known of every Riverbed record', () => {
  it.each<[Field, Test, boolean, boolean | undefined]>([
    ['requestId', eq('x'), false, false],
    ['requestId', { op: 'exists' }, true, true],
    ['message', { op: 'exists' }, false, false],
    ['durationMs', { op: 'range', min: 0, max: null }, false, false],
    ['actor.type', eq('x'), true, true],
    ['category', oneOf('TASK', 'API_CALL'), false, false],
    ['category', oneOf('TASK'), true, true],
    ['category', oneOf('TASK', 'OTHER'), false, undefined],
    ['category', oneOf('AUTHENTICATION', 'AUTHORIZATION', 'CONFIGURATION', 'OTHER'), false, true],
    ['actor.name', eq('admin'), false, undefined],
    ['changedPath', eq('hostname'), false, undefined],
  ])('%s tested by %o, negated %s: %s', (field, test, negated, expected) => {
    expect(stream().foresee(is(field, test, negated))).toBe(expected);
  });
});
