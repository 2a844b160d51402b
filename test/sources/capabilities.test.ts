import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Field } from '../../src/domain/fields.ts';
import { type FilterExpr, filterPath, type Is, is, type Test } from '../../src/domain/filter.ts';
import { EARLIEST, fromMillis, LATEST } from '../../src/domain/instant.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import type { SourceAdapter } from '../../src/sources/adapter.ts';
import { capabilitiesOf } from '../../src/sources/capabilities-of.ts';
import { divide } from '../../src/sources/divide.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import type { VendorKind } from '../end-to-end/worlds.ts';
import { aFilter } from '../fakes/arbitrary-filter.ts';

const AUTH = { auth: { username: 'u', password: 'p' } };
const F5 = { auth: { apiToken: 't' }, namespace: 'default' };
const ZSTACK = { auth: { accountName: 'a', password: 'p' } };

/** By vendor and options: what is pushed down besides the window of time, as its page says. */
const TABLE: readonly (readonly [VendorKind, options: object, filters: readonly string[]])[] = [
  [
    'salt',
    AUTH,
    [
      'action',
      'actor.name',
      'actor.uid',
      'durationMs',
      'occurredAt',
      'outcome',
      'recordType',
      'recordTypeUnder',
      'sessionId',
    ],
  ],
  ['riverbed', AUTH, ['action', 'actor.name', 'outcome', 'recordType']],
  ['zstack', ZSTACK, ['action', 'actor.uid', 'client.ip', 'occurredAt', 'requestId', 'target.type', 'target.uid']],
  [
    'zstack',
    { ...ZSTACK, admin: false },
    ['action', 'actor.uid', 'client.ip', 'occurredAt', 'requestId', 'target.type'],
  ],
  ['f5xc', F5, ['action', 'actor.name', 'client.ip', 'occurredAt', 'outcome', 'target.name', 'target.uid']],
  ['f5xc', { ...F5, regexes: false }, ['actor.name', 'client.ip', 'occurredAt', 'target.name', 'target.uid']],
  ['f5xc', { ...F5, matchers: ['user', 'result'] }, ['actor.name', 'occurredAt', 'outcome']],
  ['f5xc', { ...F5, matchers: [] }, ['occurredAt']],
  [
    'astromkey',
    { auth: { apiToken: 't' } },
    ['action', 'actor.name', 'occurredAt', 'recordType', 'recordTypeUnder', 'target.uid'],
  ],
];

const text = (value: string): Test => ({ op: 'eq', value, ignoreCase: false });
const UUID = '00000000-0000-4000-8000-000000000000';

/** For every path that some vendor can push down, a question that each of those can say. */
const SAYABLE: readonly Is[] = [
  is('occurredAt', { op: 'during', from: fromMillis(0), until: null }),
  is('recordType', { op: 'under', values: ['auth'] }),
  is('recordType', text('auth.login')),
  is('outcome', text('SUCCESS')),
  is('client.ip', { op: 'inBlock', blocks: ['10.0.0.1'] }),
  is('durationMs', { op: 'range', min: 1, max: null }),
  ...(
    ['action', 'actor.uid', 'actor.name', 'sessionId', 'requestId', 'target.uid', 'target.name', 'target.type'] as const
  ).map((field: Field) => is(field, text(UUID))),
];

function pushedDown({ streams }: SourceAdapter<unknown>, options: unknown, where: FilterExpr) {
  const query = { where, window: { from: EARLIEST, until: LATEST }, direction: 'DESC', after: null, take: 1 } as const;
  return streams(options).flatMap(
    (stream) => divide({ ...query, now: fromMillis(0) }, stream, { pageSize: null, rules: BUILT_IN })?.pushedDown ?? [],
  );
}

test.each<[VendorKind, object, number, number]>([
  ['salt', AUTH, 1000, 200],
  ['salt', { ...AUTH, maxPageSize: 50 }, 50, 50],
  ['riverbed', AUTH, 100, 100],
  ['riverbed', { ...AUTH, maxPageSize: 1000 }, 1000, 100],
  ['riverbed', { ...AUTH, maxPageSize: 10 }, 10, 10],
])('the largest page of %s with %j is the one that its options allow', (kind, given, largest, usual) => {
  const adapter = ADAPTERS[kind];
  const streams = adapter.streams(adapter.options.parse(given));
  expect(streams.map(({ capabilities: { maxPageSize, pageSize } }) => [maxPageSize, pageSize])).toEqual([
    [largest, usual],
  ]);
  expect(capabilitiesOf(streams).maxPageSize).toBe(largest);
});

describe.each(TABLE)('what %s with %j says it can push down', (kind, given, filters) => {
  const adapter = ADAPTERS[kind];
  const options = adapter.options.parse(given);

  test('is what its page says', () => {
    expect(capabilitiesOf(adapter.streams(options)).filters).toEqual(filters);
  });

  test('is just what can be pushed down', () => {
    const pushed = SAYABLE.filter((leaf) => pushedDown(adapter, options, leaf).includes(filterPath(leaf)));
    expect([...new Set(pushed.map(filterPath))].sort()).toEqual(filters);
  });

  test('holds whatever is pushed down of any filter', () => {
    fc.assert(
      fc.property(aFilter(), (where) => {
        const others = pushedDown(adapter, options, where).filter((path) => !filters.includes(path));
        expect(others).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
