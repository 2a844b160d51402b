import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventDraft, FieldChange } from '../../../src/domain/event.ts';
import { LATEST } from '../../../src/domain/instant.ts';
import type { Json, JsonObject } from '../../../src/domain/json.ts';
import { riverbed } from '../../../src/sources/riverbed/index.ts';
import { options } from './appliance.ts';

/** The first example of the user guide, with names for its further properties. */
const LOGIN = {
  timestamp: 1_663_754_400,
  action: 'operation',
  record_type: 'authentication.login',
  identifier: '',
  uid: 0,
  username: 'admin',
  ipaddr: '127.0.0.1',
  pid: 0,
  sid: '',
  module: '',
  success: 1,
  details: [
    { field: 'auth_method', value: 'LOCAL' },
    { field: 'username', value: 'admin' },
  ],
  count: 1,
  user_agent: 'Apache-HttpClient/4.5.13 (Java/11.0.16)',
  rest_link: 'request',
  rest_namespace: 'mgmt.aaa',
  rest_version: '2',
  rest_resource: 'access_tokens',
};

/** What the API document describes: Boston deleted. */
const DELETED = {
  timestamp: 1_663_754_520.25,
  action: 'delete',
  record_type: 'configuration_change.host_group',
  identifier: 'Boston',
  uid: 12,
  username: 'operator',
  ipaddr: '192.0.2.17',
  pid: 4711,
  sid: '5b0f2c9a',
  module: '198.51.100.3',
  success: 0,
  details: [],
  count: 3,
};

const decode = (record: Json) => riverbed.decode(record, options());
const decoded = (more: JsonObject): EventDraft => {
  const draft = decode({ ...LOGIN, ...more });
  if (!draft) throw new Error('expected an event');
  return draft;
};
const changed = (...details: Json[]): readonly FieldChange[] => decoded({ details }).changes;

describe('a Riverbed record', () => {
  it('of the user guide becomes this event', () => {
    expect(decode(LOGIN)).toEqual({
      nativeKey:
        '{"action":"operation","details":[{"field":"auth_method","value":"LOCAL"},{"field":"username","value":"admin"}],' +
        '"identifier":"","ipaddr":"127.0.0.1","module":"","pid":0,"record_type":"authentication.login",' +
        '"rest_link":"request","rest_namespace":"mgmt.aaa","rest_resource":"access_tokens","rest_version":"2","sid":"",' +
        '"success":1,"timestamp":1663754400,"uid":0,"user_agent":"Apache-HttpClient/4.5.13 (Java/11.0.16)","username":"admin"}',
      occurredAt: 1_663_754_400_000_000,
      endedAt: null,
      durationMs: null,
      action: 'operation',
      operation: 'EXECUTE',
      recordType: 'authentication.login',
      category: 'AUTHENTICATION',
      outcome: 'SUCCESS',
      message: null,
      actor: { uid: '0', name: 'admin', type: null },
      target: { type: 'login', uid: null, name: null },
      client: { ip: '127.0.0.1', userAgent: 'Apache-HttpClient/4.5.13 (Java/11.0.16)', origin: null },
      sessionId: null,
      requestId: null,
      changes: [
        { path: 'auth_method', op: 'SET', before: null, after: 'LOCAL' },
        { path: 'username', op: 'SET', before: null, after: 'admin' },
      ],
      count: 1,
    });
  });

  it('of the API document becomes this event', () => {
    const { nativeKey, ...fields } = decode(DELETED) as EventDraft;
    expect(nativeKey).toContain('"identifier":"Boston"');
    expect(fields).toEqual({
      occurredAt: 1_663_754_520_250_000,
      endedAt: null,
      durationMs: null,
      action: 'delete',
      operation: 'DELETE',
      recordType: 'configuration_change.host_group',
      category: 'CONFIGURATION',
      outcome: 'FAILURE',
      message: null,
      actor: { uid: '12', name: 'operator', type: null },
      target: { type: 'host_group', uid: 'Boston', name: 'Boston' },
      client: { ip: '192.0.2.17', userAgent: null, origin: '198.51.100.3' },
      sessionId: '5b0f2c9a',
      requestId: null,
      changes: [],
      count: 3,
    });
  });

  it('is the same event however often it was counted and whatever the order of its members', () => {
    const again = Object.fromEntries(Object.entries({ ...DELETED, count: 9 }).toReversed());
    expect(decode(again)?.nativeKey).toBe(decode(DELETED)?.nativeKey);
    expect(decode({ ...DELETED, pid: 4712 })?.nativeKey).not.toBe(decode(DELETED)?.nativeKey);
  });

  it.each<[string, Json, number | null]>([
    ['a number', 1_663_754_400, 1_663_754_400_000_000],
    ['a fraction, to the microsecond', 1_663_754_400.123456, 1_663_754_400_123_456],
    ['a fraction that doubles fall just short of', 64.1, 64_100_000],
    ['a text', '1663754400', 1_663_754_400_000_000],
    ['a text with a fraction', ' 1663754400.5 ', 1_663_754_400_500_000],
    ['a moment before 1970', -1, -1_000_000],
    ['a moment past all years', 1e300, LATEST],
    ['an empty text', '', null],
    ['a date in words', '2022-09-21T10:00:00Z', null],
    ['a number in another base', '0x10', null],
    ['null', null, null],
    ['true', true, null],
    ['a list', [1_663_754_400], null],
  ])('with a timestamp that is %s', (_, timestamp, expected) => {
    expect(decode({ ...LOGIN, timestamp })?.occurredAt ?? null).toBe(expected);
  });

  it.each([
    ['authorization.denied', 'AUTHORIZATION', 'denied'],
    ['configuration_change.host_group.members', 'CONFIGURATION', 'host_group.members'],
    ['configuration_changes', 'OTHER', null],
    ['resource.vm', 'OTHER', 'vm'],
    ['authentication', 'AUTHENTICATION', null],
    ['mystery.', 'OTHER', null],
    ['', 'OTHER', null],
  ])('of type %j is %s, its target of type %s', (record_type, category, type) => {
    const { target, ...event } = decoded({ record_type });
    expect(event).toMatchObject({ recordType: record_type, category });
    expect(target?.type ?? null).toBe(type);
  });

  it('tells changes by what a detail holds, and keeps empty values', () => {
    expect(
      changed(
        { field: 'a', old: 'x', new: 'y' },
        { field: 'b', new: '' },
        { field: 'c', old: 'x' },
        { field: 'd', value: 'v', unit: 'ms' },
        { field: 'e' },
        { field: 'f', old: null, new: 3 },
        { value: 'nameless' },
        'a text',
        null,
      ),
    ).toEqual([
      { path: 'a', op: 'REPLACE', before: 'x', after: 'y' },
      { path: 'b', op: 'ADD', before: null, after: '' },
      { path: 'c', op: 'REMOVE', before: 'x', after: null },
      { path: 'd', op: 'SET', before: null, after: 'v' },
      { path: 'e', op: 'SET', before: null, after: null },
      { path: 'f', op: 'ADD', before: null, after: 3 },
      { path: '', op: 'SET', before: null, after: 'nameless' },
    ]);
  });

  it.each<[string, JsonObject, Partial<EventDraft>]>([
    ['a user id that is unset', { uid: -1, username: '' }, { actor: null }],
    ['a user id of text', { uid: '7' }, { actor: { uid: '7', name: 'admin', type: null } }],
    ['a success that is neither 1 nor 0', { success: true }, { outcome: 'UNKNOWN' }],
    ['an action that is no text', { action: 5 }, { action: '', operation: 'OTHER' }],
    ['no action', { action: '' }, { action: '', operation: 'OTHER' }],
    [
      'a port beside the address',
      { ipaddr: '192.0.2.1:5678' },
      { client: expect.objectContaining({ ip: '192.0.2.1' }) },
    ],
    ['no client', { ipaddr: '', user_agent: null, module: '' }, { client: null }],
    ['details that are no list', { details: { field: 'a' } }, { changes: [] }],
    ['a count below one', { count: 0 }, { count: 1 }],
    ['a count that is no whole number', { count: '3' }, { count: 1 }],
    ['a count past all integers', { count: 1e12 }, { count: 2_147_483_647 }],
  ])('with %s costs only that field', (_, more, expected) => {
    expect(decoded(more)).toMatchObject(expected);
  });

  it('of any shape never throws, and with a time is always an event', () => {
    const odd = fc.dictionary(fc.constantFrom(...Object.keys(LOGIN)), fc.jsonValue());
    fc.assert(
      fc.property(fc.jsonValue(), odd, (value, members) => {
        decode(value as Json);
        expect(decode({ ...members, timestamp: '5' } as Json)?.occurredAt).toBe(5_000_000);
      }),
    );
  });
});
