import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../src/domain/event.ts';
import type { Json, JsonObject } from '../../../src/domain/json.ts';
import { astromkey } from '../../../src/sources/astromkey/index.ts';
import { options } from './server.ts';

const UPDATE: JsonObject = {
  logId: '197425568800060000',
  eventType: 'UPDATE',
  category: 'CONFIG',
  entityId: 'MOBILE_RUM: MOBILE_APPLICATION-752C223D59734CD2',
  environmentId: 'prod-env-13',
  user: 'test.user@company.com',
  userType: 'USER_NAME',
  userOrigin: 'webui (192.168.0.2)',
  timestamp: 1_974_255_688_445,
  success: true,
  patch: [{ op: 'replace', path: '/refreshTimeIntervalMillis', value: 30_000, oldValue: 20_000 }],
};

const LOGIN: JsonObject = {
  logId: '157607341600050000',
  eventType: 'LOGIN',
  category: 'WEB_UI',
  entityId: '240.204.62.255',
  environmentId: 'yasmuoujsw',
  user: 'Astromkey support user #877988415',
  userType: 'USER_NAME',
  userOrigin: 'Forwarded: 240.204.62.255',
  timestamp: 1_576_073_415_531,
  success: true,
};

const decode = (record: Json) => astromkey.decode(record, options());
const decoded = (more: JsonObject): EventDraft => {
  const draft = decode({ ...UPDATE, ...more });
  if (!draft) throw new Error('expected an event');
  return draft;
};

describe('a Ключ-АСТРОМ entry', () => {
  it('of the document becomes this event', () => {
    expect(decode(UPDATE)).toEqual({
      nativeKey: '197425568800060000',
      occurredAt: 1_974_255_688_445_000,
      endedAt: null,
      durationMs: null,
      action: 'UPDATE',
      operation: 'UPDATE',
      recordType: 'CONFIG.UPDATE',
      category: 'CONFIGURATION',
      outcome: 'SUCCESS',
      message: null,
      actor: { uid: null, name: 'test.user@company.com', type: 'USER_NAME' },
      target: { type: 'CONFIG', uid: 'MOBILE_RUM: MOBILE_APPLICATION-752C223D59734CD2', name: null },
      client: { ip: '192.168.0.2', userAgent: null, origin: 'webui (192.168.0.2)' },
      sessionId: null,
      requestId: null,
      changes: [{ path: '/refreshTimeIntervalMillis', op: 'REPLACE', before: 20_000, after: 30_000 }],
      count: 1,
    });
  });

  it.each<[string, JsonObject, string, string, number]>([
    ['first', {}, '240.204.62.255', 'Astromkey support user #877988415', 1_576_073_415_531],
    [
      'second',
      {
        logId: '157607338800050000',
        entityId: '55.199.177.119',
        user: 'Astromkey support user #490812376',
        userOrigin: 'Forwarded: 55.199.177.119',
        timestamp: 1_576_073_388_150,
      },
      '55.199.177.119',
      'Astromkey support user #490812376',
      1_576_073_388_150,
    ],
    [
      'third',
      {
        logId: '157607338300060000',
        entityId: '75.16.11.184',
        environmentId: 'umsaywsjuo',
        user: 'Astromkey support user #765684830',
        userOrigin: 'Forwarded: 75.16.11.184',
        timestamp: 1_576_073_381_543,
      },
      '75.16.11.184',
      'Astromkey support user #765684830',
      1_576_073_381_543,
    ],
  ])('of the document, the %s login, becomes this event', (_, more, ip, name, timestamp) => {
    const record = { ...LOGIN, ...more };
    expect(decode(record)).toEqual({
      nativeKey: record.logId,
      occurredAt: timestamp * 1000,
      endedAt: null,
      durationMs: null,
      action: 'LOGIN',
      operation: 'LOGIN',
      recordType: 'WEB_UI.LOGIN',
      category: 'AUTHENTICATION',
      outcome: 'SUCCESS',
      message: null,
      actor: { uid: null, name, type: 'USER_NAME' },
      target: { type: 'WEB_UI', uid: ip, name: null },
      client: { ip, userAgent: null, origin: `Forwarded: ${ip}` },
      sessionId: null,
      requestId: null,
      changes: [],
      count: 1,
    });
  });

  it.each([
    ['CREATE', 'CREATE'],
    ['POST', 'CREATE'],
    ['READ', 'READ'],
    ['GET', 'READ'],
    ['UPDATE', 'UPDATE'],
    ['PUT', 'UPDATE'],
    ['PATCH', 'UPDATE'],
    ['TAG_ADD', 'UPDATE'],
    ['TAG_REMOVE', 'UPDATE'],
    ['TAG_UPDATE', 'UPDATE'],
    ['DELETE', 'DELETE'],
    ['LOGIN', 'LOGIN'],
    ['LOGOUT', 'LOGOUT'],
    ['REVOKE', 'REVOKE'],
    ['GENERAL', 'OTHER'],
    ['REMOTE_CONFIGURATION_MANAGEMENT', 'OTHER'],
    ['constructor', 'OTHER'],
  ])('of the type %s is %s', (eventType, operation) => {
    expect(decoded({ eventType })).toMatchObject({ operation, action: eventType, recordType: `CONFIG.${eventType}` });
  });

  it.each([
    ['TOKEN', 'REVOKE', 'AUTHORIZATION'],
    ['CONFIG', 'GENERAL', 'CONFIGURATION'],
    ['MANUAL_TAGGING_SERVICE', 'TAG_ADD', 'CONFIGURATION'],
    ['WEB_UI', 'GENERAL', 'OTHER'],
    ['DEBUG_UI', 'READ', 'OTHER'],
    ['BUILD_UNIT_V2', 'GENERAL', 'OTHER'],
    ['TOKEN', 'LOGIN', 'AUTHENTICATION'],
    ['WEB_UI', 'LOGOUT', 'AUTHENTICATION'],
  ])('of the category %s and the type %s is %s', (category, eventType, expected) => {
    expect(decoded({ category, eventType }).category).toBe(expected);
  });

  it.each([
    ['webui (192.0.2.1)', '192.0.2.1'],
    ['Forwarded: 192.0.2.1', '192.0.2.1'],
    ['Forwarded: 192.0.2.1, 192.0.2.2', '192.0.2.1'],
    ['REST (2001:db8::1)', '2001:db8::1'],
    ['192.0.2.1', '192.0.2.1'],
    ['webui [2001:db8::1]', '2001:db8::1'],
    ['webui', null],
    ['webui (300.0.2.1)', null],
    ['webui (192.0.2.1:5678)', '192.0.2.1'],
    ['Forwarded: for="[2001:db8::1]:443"', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['REST [192.0.2.1]', '192.0.2.1'],
    ['host.example:443', null],
  ])('from %j has the address %j', (userOrigin, ip) => {
    expect(decoded({ userOrigin }).client).toEqual({ ip, userAgent: null, origin: userOrigin });
  });

  it.each<[string, Json, EventDraft['changes']]>([
    ['nothing', null, []],
    ['a text', 'patch', []],
    ['one object', { op: 'add', path: '/a', value: [1] }, [{ path: '/a', op: 'ADD', before: null, after: [1] }]],
    ['a removal', [{ op: 'remove', path: '/a', oldValue: 7 }], [{ path: '/a', op: 'REMOVE', before: 7, after: null }]],
    [
      'a move',
      [{ op: 'move', from: '/a', path: '/b' }],
      [
        { path: '/a', op: 'REMOVE', before: null, after: null },
        { path: '/b', op: 'ADD', before: null, after: null },
      ],
    ],
    ['a copy', [{ op: 'copy', from: '/a', path: '/b' }], [{ path: '/b', op: 'ADD', before: null, after: null }]],
    ['a test', [{ op: 'test', path: '/a', value: 1 }], []],
    ['another operation', [{ op: 'merge', path: '/a', value: 1 }], [{ path: '/a', op: 'SET', before: null, after: 1 }]],
    ['an operation in capitals', [{ op: 'ADD', path: '/a' }], [{ path: '/a', op: 'ADD', before: null, after: null }]],
    ['what is no operation', [null, 7, 'x', [], { path: 5 }], [{ path: '', op: 'SET', before: null, after: null }]],
    [
      'a whole former object',
      [{ op: 'replace', path: '/', value: null, oldValue: { 'name (Name)': 'x' } }],
      [{ path: '/', op: 'REPLACE', before: { 'name (Name)': 'x' }, after: null }],
    ],
  ])('with %s for a patch has these changes', (_, patch, changes) => {
    expect(decoded({ patch }).changes).toEqual(changes);
  });

  it.each<[string, JsonObject, Partial<EventDraft>]>([
    ['no word on success', { success: null }, { outcome: 'UNKNOWN' }],
    ['failure', { success: false }, { outcome: 'FAILURE' }],
    ['a message', { message: 'done' }, { message: 'done' }],
    ['members of newer releases', { 'dt.settings.key': 'k', other: 1 }, {}],
    ['nobody', { user: '', userType: null }, { actor: null }],
    ['no entity', { entityId: null }, { target: { type: 'CONFIG', uid: null, name: null } }],
    ['no origin', { userOrigin: null }, { client: null }],
    ['a number for an id', { logId: 42 }, { nativeKey: '42' }],
    ['a time in a text', { timestamp: '1974255688445' }, {}],
    ['no type', { eventType: null }, { action: '', operation: 'OTHER', recordType: 'CONFIG' }],
    [
      'no category',
      { category: '' },
      {
        recordType: 'UPDATE',
        category: 'OTHER',
        target: { type: null, uid: 'MOBILE_RUM: MOBILE_APPLICATION-752C223D59734CD2', name: null },
      },
    ],
  ])('with %s loses nothing else', (_, more, expected) => {
    expect(decoded(more)).toEqual({ ...decode(UPDATE), ...expected });
  });

  it('without an id is known by all that it says', () => {
    expect(decoded({ logId: null }).nativeKey).toBe(decoded({ logId: null }).nativeKey);
    expect(decoded({ logId: null }).nativeKey).not.toBe(decoded({ logId: null, user: 'another' }).nativeKey);
  });

  it.each<Json>([null, 7, 'x', [], {}, { timestamp: 'soon' }, { timestamp: '' }, { timestamp: true }])(
    'without a readable time (%j) is none',
    (record) => {
      expect(decode(record)).toBeNull();
    },
  );

  it('never throws, whatever it is', () => {
    const names = fc.constantFrom(...Object.keys(UPDATE), 'message');
    fc.assert(
      fc.property(fc.jsonValue(), fc.dictionary(names, fc.jsonValue()), (value, more) => {
        decode(value as Json);
        decode({ timestamp: 1, patch: value } as Json);
        expect(decode({ ...more, timestamp: 1 } as Json)).not.toBeNull();
      }),
    );
  });
});
