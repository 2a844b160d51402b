import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Is, is, type Test } from '../../../src/domain/filter.ts';
import { auditLogs } from '../../../src/sources/astromkey/stream.ts';
import { pushdown } from './server.ts';

const eq = (value: string, ignoreCase = false): Test => ({ op: 'eq', value, ignoreCase });
const oneOf = (...values: string[]): Test => ({ op: 'in', values, ignoreCase: false });
const under = (...values: string[]): Test => ({ op: 'under', values });
const contains = (value: string): Test => ({ op: 'contains', value, ignoreCase: false });

const wordsOf = (leaf: Is) => auditLogs.words(leaf);
const filterOf = (...leaves: readonly Is[]): string | undefined => {
  const words = Object.assign({}, ...leaves.map(wordsOf));
  const { request } = auditLogs.ask(pushdown({ words }));
  return new Map(request.query).get('filter');
};

describe('what Ключ-АСТРОМ is asked', () => {
  it('is a window in milliseconds, an order, a page size and a filter', () => {
    const words = { ...wordsOf(is('action', oneOf('CREATE', 'UPDATE'))), ...wordsOf(is('actor.name', eq('a"~b'))) };
    expect(auditLogs.ask(pushdown({ words, pageSize: 51 })).request).toEqual({
      method: 'GET',
      path: '/api/v2/auditlogs',
      query: [
        ['from', '1576073000000'],
        ['to', '1576074000000'],
        ['sort', '-timestamp'],
        ['pageSize', '51'],
        ['filter', 'user("a~"~~b"),eventType("CREATE","UPDATE")'],
      ],
    });
  });

  it('always has its times and its order, and no filter that says nothing', () => {
    expect(auditLogs.ask(pushdown({ direction: 'ASC' })).request.query).toEqual([
      ['from', '1576073000000'],
      ['to', '1576074000000'],
      ['sort', 'timestamp'],
      ['pageSize', '50'],
    ]);
  });

  it.each<[string, Is, 'exact' | 'wider', string]>([
    ['a user', is('actor.name', eq('a@example.com')), 'wider', 'user("a@example.com")'],
    ['users', is('actor.name', oneOf('a', 'b', '')), 'wider', 'user("a","b")'],
    ['an action', is('action', eq('LOGIN')), 'exact', 'eventType("LOGIN")'],
    ['actions', is('action', oneOf('LOGIN', 'LOGOUT')), 'exact', 'eventType("LOGIN","LOGOUT")'],
    ['a record type', is('recordType', eq('CONFIG.UPDATE')), 'exact', 'eventType("UPDATE"),category("CONFIG")'],
    ['all of a category', is('recordType', under('CONFIG')), 'exact', 'category("CONFIG")'],
    ['all of some categories', is('recordType', under('CONFIG', 'TOKEN')), 'exact', 'category("CONFIG","TOKEN")'],
    ['all below a type', is('recordType', under('CONFIG.UPDATE')), 'exact', 'eventType("UPDATE"),category("CONFIG")'],
    ['an entity', is('target.uid', eq('builtin:x')), 'wider', 'entityId("builtin:x")'],
    ['a part of an entity', is('target.uid', contains('x')), 'wider', 'entityId("x")'],
  ])('says %s', (_, leaf, mode, filter) => {
    expect(auditLogs.capabilities.filters[leaf.field]?.[leaf.test.op]).toBe(mode);
    expect(filterOf(leaf)).toBe(filter);
  });

  it.each<[string, Is]>([
    ['a negation', is('actor.name', eq('a'), true)],
    ['a test blind to case', is('actor.name', eq('a', true))],
    ['an empty text', is('actor.name', eq(''))],
    ['none of a list', is('action', oneOf(''))],
    ['nothing of a list', is('action', oneOf())],
    ['a value over two lines', is('actor.name', eq('a\nb'))],
    ['a record type without a dot, which may be either part', is('recordType', eq('CONFIG'))],
    ['a record type of three parts', is('recordType', eq('CONFIG.UPDATE.X'))],
    ['a record type of empty parts', is('recordType', eq('CONFIG.'))],
    ['types of several categories', is('recordType', under('CONFIG.UPDATE', 'TOKEN.CREATE'))],
    ['a type and a category', is('recordType', under('CONFIG.UPDATE', 'TOKEN'))],
    ['below nothing', is('recordType', under())],
    ['a category of ours', is('category', oneOf('CONFIGURATION'))],
  ])('does not say %s', (_, leaf) => {
    expect(wordsOf(leaf)).toBeNull();
  });

  it('says any value as that value, or not at all', () => {
    const hostile = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^["~\\(),a-z%+& ]{1,12}$/));
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 4 }), hostile, (values, entity) => {
        const leaves = [is('actor.name', oneOf(...values)), is('target.uid', contains(entity))];
        const said = leaves.filter((leaf) => wordsOf(leaf) !== null);
        const expected = said.map((leaf) =>
          leaf.field === 'actor.name'
            ? { name: 'user', values: values.filter((value) => value !== '') }
            : { name: 'entityId', values: [entity] },
        );
        expect(parsed(filterOf(...said) ?? '')).toEqual(expected);
        if (!/^$|\p{C}/u.test(entity)) expect(said).toContain(leaves[1]);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** The vendor's own reading: criteria of quoted values, with ~ before ~ and ". */
function parsed(filter: string) {
  const criteria: { readonly name: string; readonly values: readonly string[] }[] = [];
  const form = /([a-zA-Z]+)\(((?:"(?:[^"~]|~["~])*",?)+)\)(,|$)/sy;
  while (form.lastIndex < filter.length) {
    const [, name = '', inside = ''] = form.exec(filter) ?? [];
    if (name === '') throw new Error(`expected criteria, but got ${filter}`);
    const values = [...inside.matchAll(/"((?:[^"~]|~["~])*)"/gs)].map(([, value = '']) =>
      value.replace(/~(["~])/g, '$1'),
    );
    criteria.push({ name, values });
  }
  return criteria;
}

describe('what is known of Ключ-АСТРОМ before it is asked', () => {
  it.each<[string, Is, boolean | undefined]>([
    ['an id of an actor', is('actor.uid', eq('a')), false],
    ['no id of an actor', is('actor.uid', eq('a'), true), true],
    ['a session', is('sessionId', { op: 'exists' }), false],
    ['a duration', is('durationMs', { op: 'range', min: null, max: 1 }), false],
    ['a user', is('actor.name', eq('a')), undefined],
    ['a record type', is('recordType', eq('login')), undefined],
    ['a category', is('category', eq('TASK')), undefined],
  ])('%s', (_, leaf, expected) => {
    expect(auditLogs.foresee(leaf)).toBe(expected);
  });
});
