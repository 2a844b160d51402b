import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SourceKey } from '../../src/domain/event.ts';
import { is } from '../../src/domain/filter.ts';
import { InputError } from '../../src/domain/input-error.ts';
import { type Instant, instant } from '../../src/domain/instant.ts';
import type { Position } from '../../src/domain/position.ts';
import { ANYONE, type Viewer } from '../../src/domain/viewer.ts';
import { askPage, type EventsArguments, type PageRules } from '../../src/federation/ask/asked-page.ts';
import { encodeCursor } from '../../src/federation/ask/cursor.ts';
import { sealBy } from '../../src/federation/ask/seal.ts';
import { fakeSource } from '../fakes/fake-sources.ts';
import { NOON, SORT_FIELDS } from '../fakes/gateway-of.ts';
import { SEAL } from '../fakes/seal.ts';
import { someEvent } from '../fakes/some-event.ts';

const RULES: PageRules = {
  viewer: ANYONE,
  maxPageSize: 1_000,
  now: instant(NOON * 1_000),
  sources: [fakeSource('gateway'), fakeSource('salt', 'salt-a'), fakeSource('salt', 'salt-b')],
  seal: SEAL,
};
const read = (args: EventsArguments) => askPage(args, RULES);
const digest = (args: EventsArguments) => read(args).digest;
const cursor = (args: EventsArguments) =>
  encodeCursor({ position: someEvent(), asOf: RULES.now, question: digest(args) }, SEAL);

describe('a wrong argument is refused by name, expectation and finding', () => {
  test.each<[EventsArguments, string]>([
    [{ first: -1 }, 'first: expected a whole number from 0 to 1000, but got -1'],
    [{ first: 1001 }, 'first: expected a whole number from 0 to 1000, but got 1001'],
    [{ last: -5 }, 'last: expected a whole number from 0 to 1000, but got -5'],
    [{ first: 1, last: 1 }, 'first: expected `first` or `last`, not both, but got first: 1 and last: 1'],
    [{ after: '' }, 'after: expected a cursor of an earlier page, but got ""'],
    [{ before: 'bm9uc2Vuc2U' }, 'before: expected a cursor of an earlier page, but got "bm9uc2Vuc2U"'],
    [
      { after: cursor({ filter: { text: 'a' } }) },
      'after: expected a cursor of this question (same filter and sort), but got a cursor of another question',
    ],
    [
      { sort: { field: 'ACTION', direction: 'ASC' } },
      'sort.field: expected OCCURRED_AT, the only one yet, but got ACTION',
    ],
    [{ filter: { sources: ['x'] } }, 'filter.sources: expected source keys among gateway, salt-a, salt-b, but got "x"'],
    [
      { filter: { not: { client: { ip: ['10.0.0.0/33'] } } } },
      'filter.not.client.ip: expected IP addresses or CIDR blocks, but got "10.0.0.0/33"',
    ],
    [
      { filter: { or: [{}, { occurredAt: { from: 'yesterday' } }] } },
      'filter.or[1].occurredAt.from: expected epoch milliseconds, RFC 3339 or a time relative to now such as now-1d/d, but got "yesterday"',
    ],
    [
      { filter: { occurredAt: { from: 'now', to: 'now-1d' } } },
      'filter.occurredAt: expected `from` at or before `to`, but got from',
    ],
    [
      { filter: { raw: [{ path: 'user' }] } },
      'filter.raw[0].path: expected an RFC 6901 JSON pointer such as /user/name, but got "user"',
    ],
    [
      { filter: { actor: { name: { matches: '(' } } } },
      'filter.actor.name.matches: expected an RE2 expression, but got "("',
    ],
    [{ filter: { action: { notMatches: '(?=a)' } } }, 'filter.action.notMatches: expected an RE2 expression'],
  ])('%o', (args, message) => {
    expect(() => read(args)).toThrow(InputError);
    expect(() => read(args)).toThrow(message);
  });

  test('a cursor is refused when a single character of it is changed', () => {
    const text = cursor({});
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...'Aa0_-Zz9'), (at, letter) => {
        fc.pre(text[at] !== letter);
        expect(() => read({ after: text.slice(0, at) + letter + text.slice(at + 1) })).toThrow(InputError);
      }),
    );
  });

  test('a cursor is refused that is sealed with the key of another database, or with none', () => {
    const position = someEvent();
    const foreign = encodeCursor({ position, asOf: RULES.now, question: digest({}) }, sealBy(new Uint8Array(32)));
    const forged = Buffer.from(`v2/${position.occurredAt}/${position.id}/${RULES.now}/${digest({})}/`).toString(
      'base64url',
    );
    for (const after of [foreign, forged]) {
      expect(() => read({ after })).toThrow('after: expected a cursor of an earlier page, but got "');
    }
  });

  test('too many conditions', () => {
    const many = { or: Array.from({ length: 1_001 }, () => ({ text: 'a' })) };
    expect(() => read({ filter: many })).toThrow('filter: expected at most 1000 conditions, but got 1001');
  });
});

describe('a question', () => {
  test('is the same one whatever is given as null in place of left out', () => {
    expect(digest({ filter: { actor: { name: { eq: 'a', ne: null } }, text: null } })).toBe(
      digest({ filter: { actor: { name: { eq: 'a' } } } }),
    );
    expect(digest({ filter: null, sort: null })).toBe(digest({}));
    expect(digest({ filter: { raw: [{ path: '/a', equals: null }] } })).not.toBe(
      digest({ filter: { raw: [{ path: '/a' }] } }),
    );
  });

  test('is the same one in whatever order its parts and lists are written', () => {
    const parts = [
      { action: { in: ['a', 'b'] } },
      { recordTypeUnder: ['x', 'y'] },
      { client: { ip: ['::1', '10.0.0.1'] } },
    ];
    const turned = [
      { client: { ip: ['10.0.0.1', '::1'] } },
      { recordTypeUnder: ['y', 'x'] },
      { action: { in: ['b', 'a', 'b'] } },
    ];
    expect(digest({ filter: { and: parts, text: 'two words' } })).toBe(
      digest({ filter: { text: 'words two', and: turned } }),
    );
    expect(digest({ filter: { or: parts } })).toBe(digest({ filter: { or: turned } }));
    expect(digest({ filter: { and: parts } })).not.toBe(digest({ filter: { or: parts } }));
    expect(digest({ filter: { action: { in: ['a'] } } })).not.toBe(digest({ filter: { action: { notIn: ['a'] } } }));
  });

  test('is another one in any other order: none has a place for a cursor of another', () => {
    const orders = SORT_FIELDS.flatMap((field) => [
      { field, direction: 'ASC' as const },
      { field, direction: 'DESC' as const },
    ]);
    const sorted = (sort: EventsArguments['sort'], after: string | null = null) =>
      askPage({ sort, after }, { ...RULES, sortFields: SORT_FIELDS });
    const cursors = orders.map((sort) =>
      encodeCursor({ position: someEvent(), asOf: RULES.now, question: sorted(sort).digest }, SEAL),
    );
    expect(new Set(orders.map((sort) => sorted(sort).digest)).size).toBe(14);
    for (const [index, sort] of orders.entries()) {
      for (const [other, after] of cursors.entries()) {
        if (other === index) expect(sorted(sort, after).after).not.toBeNull();
        else expect(() => sorted(sort, after)).toThrow('a cursor of another question');
      }
    }
  });

  test.each<Position['value']>([undefined, null, 0, -1.5, '', 'a/b', '💥'])('keeps %o in its cursor', (value) => {
    const position = { ...(value !== undefined && { value }), occurredAt: RULES.now, id: someEvent().id };
    const after = encodeCursor({ position, asOf: RULES.now, question: digest({}) }, SEAL);
    expect(read({ after }).after).toEqual(position);
  });

  test('of a viewer with other rights is another one', () => {
    const of = (rights: Partial<Viewer>) => askPage({}, { ...RULES, viewer: { ...ANYONE, ...rights } }).digest;
    const ann = is('actor.name', { op: 'eq', value: 'ann', ignoreCase: false });
    const digests = [{}, { sources: [] }, { sources: ['salt-a' as SourceKey] }, { filter: ann }].map(of);
    expect(new Set(digests).size).toBe(4);
    expect(of({ name: 'somebody' })).toBe(of({}));
  });

  test('may be asked between cursors of two walks, each of which knew its own now', () => {
    const filter = { occurredAt: { from: 'now-1h' } };
    const at = (asOf: Instant) => {
      const { digest: question } = askPage({ filter }, { ...RULES, now: asOf });
      return encodeCursor({ position: someEvent(), asOf, question }, SEAL);
    };
    const [earlier, later] = [instant(RULES.now - 60_000_000), RULES.now];
    expect(read({ filter, after: at(earlier), before: at(later) }).now).toBe(earlier);
    expect(() => read({ filter: { occurredAt: { from: 'now-2h' } }, before: at(later) })).toThrow(
      'of another question',
    );
  });

  test('has one now for all pages of a walk', () => {
    const filter = { occurredAt: { from: 'now-1h' } };
    const asOf = instant(RULES.now - 86_400_000_000);
    const { digest: question } = askPage({ filter }, { ...RULES, now: asOf });
    const after = encodeCursor({ position: someEvent(), asOf, question }, SEAL);
    const next = read({ filter, after });
    expect(next).toMatchObject({ now: asOf, window: { from: asOf - 3_600_000_000 } });
    expect(next.digest).toBe(question);
  });

  test('resolves kinds to the sources of that kind, none where there is none', () => {
    const values = (where: unknown) => (where as { test: { values: string[] } }).test.values;
    expect(values(read({ filter: { sourceKinds: ['salt'] } }).where)).toEqual(['salt-a', 'salt-b']);
    expect(read({ filter: { sourceKinds: ['zstack'] } }).where).toEqual({ kind: 'or', any: [] });
  });

  test('knows the window in which everything that matches must lie', () => {
    const at = (text: string) => Date.parse(text) * 1_000;
    const filter = {
      occurredAt: { from: '2024-01-01' },
      or: [{ occurredAt: { to: '2024-02-01' } }, { occurredAt: { from: '2024-01-15', to: '2024-03-01' } }],
      not: { occurredAt: { from: '2024-01-05', to: '2024-01-06' } },
    };
    expect(read({ filter }).window).toEqual({ from: at('2024-01-01T00:00:00Z'), until: at('2024-03-01T00:00:00Z') });
  });
});
