import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from '../../../src/domain/fields.ts';
import { EVERYTHING, is, type Test } from '../../../src/domain/filter.ts';
import { EARLIEST, type Instant, instant, LATEST } from '../../../src/domain/instant.ts';
import type { JsonObject } from '../../../src/domain/json.ts';
import { BUILT_IN } from '../../../src/domain/redact.ts';
import { divide } from '../../../src/sources/divide.ts';
import { salt } from '../../../src/sources/salt/index.ts';
import { options, pushdown } from './server.ts';

const stream = (given = options()) => {
  const [only] = salt.streams(given);
  if (!only) throw new Error('no stream');
  return only;
};

const eq = (value: string, ignoreCase = false): Test => ({ op: 'eq', value, ignoreCase });
const oneOf = (...values: string[]): Test => ({ op: 'in', values, ignoreCase: false });
const under = (...values: string[]): Test => ({ op: 'under', values });
const range = (min: number | null, max: number | null): Test => ({ op: 'range', min, max });

const UUID = '4642ef92-d5ac-4ea2-b95d-2055b43f2193';
const ALL_TIME = { from: EARLIEST, until: LATEST };
const MANY = {
  where: EVERYTHING,
  window: ALL_TIME,
  direction: 'DESC',
  after: null,
  take: 5_000,
  now: instant(0),
} as const;

const words = (field: Field, test: Test, negated = false) => stream().words(is(field, test, negated));

describe('a request to Salt', () => {
  it('asks for a closed range of time in the order of time, and sends nothing it does not ask', () => {
    const window = { from: 1_559_769_173_190_506 as Instant, until: 1_559_769_204_000_000 as Instant };
    expect(stream().ask(pushdown({ window })).request).toEqual({
      method: 'POST',
      path: '/rpc',
      json: {
        resource: 'audit',
        method: 'get_audit',
        kwarg: {
          daterange: ['2019-06-05T21:12:53.190506+00:00', '2019-06-05T21:13:24.000000+00:00'],
          page: 0,
          limit: 50,
          sort_by: 'start_time',
          reverse: true,
        },
      },
    });
  });

  it('says every pushed word as an argument, oldest first without reverse', () => {
    const said = { account: { username: 'root' }, type: { event_type: 'auth' }, failed: { failed: true } };
    const { request } = stream().ask(pushdown({ words: said, direction: 'ASC', pageSize: 7 }));
    expect((request.json as { kwarg: JsonObject }).kwarg).toEqual({
      username: 'root',
      event_type: 'auth',
      failed: true,
      daterange: ['1970-01-01T00:00:00.000000+00:00', '2033-05-18T03:33:20.000000+00:00'],
      page: 0,
      limit: 7,
      sort_by: 'start_time',
      reverse: false,
    });
  });

  it('never asks for more at once than the options allow', () => {
    const few = stream(options({ maxPageSize: 25 }));
    const division = divide(MANY, few, { pageSize: null, rules: BUILT_IN });
    expect(division && few.ask(division).request.json).toMatchObject({ kwarg: { limit: 25 } });
  });

  it('ends the range later where the server is said to compare the end of events', () => {
    const window = { from: 0 as Instant, until: 60_000_000 as Instant };
    const { request } = stream(options({ longestEventSeconds: 3600 })).ask(pushdown({ window }));
    expect(request.json).toMatchObject({
      kwarg: { daterange: ['1970-01-01T00:00:00.000000+00:00', '1970-01-01T01:01:00.000000+00:00'] },
    });
  });
});

describe('the words of a filter for Salt', () => {
  it.each<[string, Field, Test, JsonObject]>([
    ['a user name', 'actor.name', eq('root'), { account: { username: 'root' } }],
    ['a list of one name', 'actor.name', oneOf('root'), { account: { username: 'root' } }],
    ['an account', 'actor.uid', eq(UUID), { account: { account_uuid: UUID } }],
    ['a session', 'sessionId', eq(UUID), { session: { session_uuid: UUID } }],
    ['an action', 'action', eq('minions.get_minion_status'), { name: { event_name: 'minions.get_minion_status' } }],
    [
      'a type and its name',
      'recordType',
      eq('auth.login'),
      { type: { event_type: 'auth' }, name: { event_name: 'login' } },
    ],
    ['a type alone', 'recordType', eq('auth'), { type: { event_type: 'auth' } }],
    [
      'a dotted name: the type alone',
      'recordType',
      eq('rpc.minions.get_minion_status'),
      { type: { event_type: 'rpc' } },
    ],
    [
      'a task, whose name may have dots: the type alone',
      'recordType',
      eq('task.ldap_sync'),
      { type: { event_type: 'task' } },
    ],
    [
      'a name with dots where none has any: the type alone',
      'recordType',
      eq('auth.a.b'),
      { type: { event_type: 'auth' } },
    ],
    ['subtypes', 'recordType', under('system'), { type: { event_type: 'system' } }],
    [
      'subtypes of a name',
      'recordType',
      under('system.startup'),
      { type: { event_type: 'system' }, name: { event_name: 'startup' } },
    ],
    ['several names of one type', 'recordType', under('auth.login', 'auth.logout'), { type: { event_type: 'auth' } }],
    ['failures', 'outcome', oneOf('FAILURE'), { failed: { failed: true } }],
    ['successes', 'outcome', oneOf('SUCCESS'), { failed: { failed: false } }],
    ['a duration', 'durationMs', range(1.5, 2.5), { elapsed: { elapsed_msec_min: 1, elapsed_msec_max: 3 } }],
    ['a least duration', 'durationMs', range(100, null), { elapsed: { elapsed_msec_min: 100 } }],
    ['a longest duration', 'durationMs', range(null, -0.5), { elapsed: { elapsed_msec_max: 0 } }],
    ['a bound beyond its integers', 'durationMs', range(5, 1e12), { elapsed: { elapsed_msec_min: 5 } }],
  ])('say %s', (_, field, test, expected) => {
    expect(words(field, test)).toEqual(expected);
  });

  it.each<[string, Field, Test, boolean?]>([
    ['a negated test', 'actor.name', eq('root'), true],
    ['a test blind to case', 'actor.name', eq('root', true)],
    ['an empty text', 'actor.name', eq('')],
    ['several names', 'actor.name', oneOf('root', 'admin')],
    ['no name at all', 'actor.name', oneOf()],
    ['an account that is no UUID', 'actor.uid', eq('root')],
    ['a session that is no UUID', 'sessionId', eq("1' or '1'='1")],
    ['a UUID the server would print otherwise', 'actor.uid', eq(UUID.toUpperCase())],
    ['an unknown outcome', 'outcome', oneOf('UNKNOWN')],
    ['both outcomes', 'outcome', oneOf('SUCCESS', 'FAILURE')],
    ['a type the server would refuse', 'recordType', eq('license.expired')],
    ['types of two kinds', 'recordType', under('auth', 'rpc')],
    ['no type', 'recordType', under()],
    ['a range without bounds', 'durationMs', range(null, null)],
    ['a range beyond its integers', 'durationMs', range(1e12, Number.POSITIVE_INFINITY)],
    ['a field it does not know', 'message', eq('hello')],
  ])('do not say %s', (_, field, test, negated) => {
    expect(words(field, test, negated)).toBeNull();
  });

  it('share a slot where the server takes only one of two arguments', () => {
    expect(Object.keys(words('actor.name', eq('root')) ?? {})).toEqual(Object.keys(words('actor.uid', eq(UUID)) ?? {}));
    expect(Object.keys(words('recordType', eq('auth.login')) ?? {})).toContain(
      Object.keys(words('action', eq('x')) ?? {})[0],
    );
  });

  it('bring a hostile text to the server as that text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (hostile) => {
        const said = { ...words('actor.name', eq(hostile)), ...words('action', eq(hostile)) };
        const { request } = stream().ask(pushdown({ words: said }));
        const { kwarg } = JSON.parse(JSON.stringify(request.json)) as { kwarg: JsonObject };
        expect([kwarg.username, kwarg.event_name]).toEqual([hostile, hostile]);
        expect(Object.keys(kwarg)).toHaveLength(7);
      }),
    );
  });
});

describe('what is known of every Salt record', () => {
  it.each<[Field, Test, boolean, boolean | undefined]>([
    ['target.uid', eq('x'), false, false],
    ['target.uid', eq('x'), true, true],
    ['requestId', { op: 'exists' }, true, true],
    ['client.ip', { op: 'inBlock', blocks: ['0.0.0.0/0'] }, false, false],
    ['changedPath', { op: 'exists' }, false, false],
    ['category', oneOf('CONFIGURATION', 'RESOURCE'), false, false],
    ['category', oneOf('CONFIGURATION'), true, true],
    ['category', oneOf('CONFIGURATION', 'TASK'), false, undefined],
    ['category', oneOf('AUTHENTICATION', 'API_CALL', 'TASK', 'SYSTEM', 'OTHER'), false, true],
    ['actor.name', eq('root'), false, undefined],
    ['target.type', eq('minions'), false, undefined],
  ])('%s tested by %o, negated %s: %s', (field, test, negated, expected) => {
    expect(stream().foresee(is(field, test, negated))).toBe(expected);
  });
});
