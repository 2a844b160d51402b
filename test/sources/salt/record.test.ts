import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../src/domain/event.ts';
import type { Json, JsonObject } from '../../../src/domain/json.ts';
import { salt } from '../../../src/sources/salt/index.ts';
import { options } from './server.ts';

const SAMPLE = {
  id: 175,
  start_time: '2019-06-05T21:12:53.190506+00:00',
  end_time: '2019-06-05T21:13:24.729561+00:00',
  event_type: 'auth',
  event_name: 'login',
  username: 'root',
  account_uuid: null,
  session_uuid: '4642ef92-d5ac-4ea2-b95d-2055b43f2193',
  failed: true,
  event_data: {
    note: 'User root: authentication failed: invalid basic-auth credentials',
    status: 401,
    headers: {
      Host: 'localhost:8080',
      Accept: '*/*',
      'User-Agent': 'curl/7.65.0',
      'Content-Type': 'application/x-www-form-urlencoded',
      Authorization: 'Basic [REDACTED]',
      'Content-Length': '41',
    },
  },
};

const decode = (record: Json) => salt.decode(record, options());
const decoded = (more: JsonObject): EventDraft => {
  const draft = decode({ ...SAMPLE, ...more });
  if (!draft) throw new Error('expected an event');
  return draft;
};

describe('a Salt record', () => {
  it('of the document becomes this event', () => {
    expect(decode(SAMPLE)).toEqual({
      nativeKey: '175',
      occurredAt: 1_559_769_173_190_506,
      endedAt: 1_559_769_204_729_561,
      durationMs: 31_539.055,
      action: 'login',
      operation: 'LOGIN',
      recordType: 'auth.login',
      category: 'AUTHENTICATION',
      outcome: 'FAILURE',
      message: 'User root: authentication failed: invalid basic-auth credentials',
      actor: { uid: null, name: 'root', type: null },
      target: null,
      client: { ip: null, userAgent: 'curl/7.65.0', origin: 'localhost:8080' },
      sessionId: '4642ef92-d5ac-4ea2-b95d-2055b43f2193',
      requestId: null,
      changes: [],
      count: 1,
    });
  });

  it('of an RPC call names the resource as its target and the verb of the method', () => {
    expect(
      decoded({ event_type: 'rpc', event_name: 'minions.get_minion_status', failed: false, event_data: null }),
    ).toEqual({
      ...decoded({}),
      action: 'minions.get_minion_status',
      operation: 'READ',
      recordType: 'rpc.minions.get_minion_status',
      category: 'API_CALL',
      outcome: 'SUCCESS',
      message: null,
      target: { type: 'minions', uid: null, name: null },
      client: null,
    });
  });

  it.each([
    ['auth', 'logout', 'LOGOUT', 'AUTHENTICATION', 'auth.logout'],
    ['system', 'startup', 'START', 'SYSTEM', 'system.startup'],
    ['system', 'shutdown', 'STOP', 'SYSTEM', 'system.shutdown'],
    ['task', 'delete_old', 'EXECUTE', 'TASK', 'task.delete_old'],
    ['rpc', 'auth.save_user', 'CREATE', 'API_CALL', 'rpc.auth.save_user'],
    ['rpc', 'admin.trim_database', 'DELETE', 'API_CALL', 'rpc.admin.trim_database'],
    ['rpc', 'pillar.frobnicate', 'OTHER', 'API_CALL', 'rpc.pillar.frobnicate'],
    ['rpc', 'plug.in.get_all', 'READ', 'API_CALL', 'rpc.plug.in.get_all'],
    ['rpc', 'ping', 'OTHER', 'API_CALL', 'rpc.ping'],
    ['rpc', null, 'OTHER', 'API_CALL', 'rpc'],
    ['license', 'expired', 'OTHER', 'OTHER', 'license.expired'],
    ['license', '', 'OTHER', 'OTHER', 'license'],
    ['', 'login', 'LOGIN', 'OTHER', 'login'],
    [null, null, 'OTHER', 'OTHER', ''],
  ])('of type %s and name %s is %s, %s, %s', (event_type, event_name, operation, category, recordType) => {
    expect(decoded({ event_type, event_name })).toMatchObject({
      operation,
      category,
      recordType,
      action: event_name ?? '',
    });
  });

  it.each([
    ['rpc', 'plug.in.get_all', 'plug.in'],
    ['rpc', 'ping', null],
    ['rpc', '.ping', null],
    ['task', 'plug.in.get_all', null],
  ])('of type %s, named %s, has a target of type %s', (event_type, event_name, type) => {
    expect(decoded({ event_type, event_name }).target?.type ?? null).toBe(type);
  });

  it('whose time has no fraction keeps its second', () => {
    expect(decoded({ start_time: '2019-06-05T21:12:53+00:00', end_time: '2019-06-05T21:12:53+00:00' })).toMatchObject({
      occurredAt: 1_559_769_173_000_000,
      durationMs: 0,
    });
  });

  it('has no end and no duration when its end cannot be read', () => {
    expect(decoded({ end_time: 'soon' })).toMatchObject({ endedAt: null, durationMs: null });
  });

  it.each<[string, JsonObject, Partial<EventDraft>]>([
    ['an outcome that is neither', { failed: 'yes' }, { outcome: 'UNKNOWN' }],
    ['empty texts', { username: '', session_uuid: '' }, { actor: null, sessionId: null }],
    [
      'headers in other letters',
      { event_data: { headers: { HOST: 'a', 'user-agent': 'b' } } },
      { client: { ip: null, origin: 'a', userAgent: 'b' } },
    ],
    ['headers that are a list', { event_data: { headers: ['Host'] } }, { client: null }],
    ['an id of text', { id: 'a-1' }, { nativeKey: 'a-1' }],
  ])('with %s costs only that field', (_, more, expected) => {
    expect(decoded(more)).toMatchObject(expected);
  });

  it('without an id is known by all that it says', () => {
    expect(decode({ start_time: '2019-06-05T21:12:53+00:00', event_type: 'auth' })?.nativeKey).toBe(
      '{"event_type":"auth","start_time":"2019-06-05T21:12:53+00:00"}',
    );
  });

  it.each<[string, Json]>([
    ['no object', 'text'],
    ['null', null],
    ['a list', [SAMPLE]],
    ['no time', { ...SAMPLE, start_time: null }],
    ['an impossible time', { ...SAMPLE, start_time: '2019-02-30T00:00:00+00:00' }],
    ['a time in numbers', { ...SAMPLE, start_time: 1_559_769_173 }],
  ])('that is %s has no place', (_, record) => {
    expect(decode(record)).toBeNull();
  });

  it('of any shape never throws, and with a time is always an event', () => {
    const odd = fc.dictionary(fc.constantFrom(...Object.keys(SAMPLE)), fc.jsonValue());
    fc.assert(
      fc.property(fc.jsonValue(), odd, (value, members) => {
        decode(value as Json);
        expect(decode({ ...members, start_time: SAMPLE.start_time } as Json)?.occurredAt).toBe(1_559_769_173_190_506);
      }),
    );
  });
});
