import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../src/domain/event.ts';
import type { Json, JsonObject } from '../../../src/domain/json.ts';
import { zstack } from '../../../src/sources/zstack/index.ts';
import { timeMsOf } from '../../../src/sources/zstack/record.ts';
import { options } from './server.ts';

/** As the vendor's document prints it: numbers as a Java double. */
const SAMPLE_TEXT = `{
  "resourceUuid": "b1ca3fab6ebc4302ad9249d5402cb06c",
  "resourceType": "VmInstanceVO",
  "clientIp": "172.0.0.1",
  "clientBrowser": "Chrome/69.0.3497.81",
  "apiName": "org.zstack.header.vm.APISetVmRDPMsg",
  "operatorAccountUuid": "36c27e8ff05c4780bf6d2fa65700f22e",
  "duration": 22.0,
  "requestUuid": "d78093c0b2fb3850b3ce563b3a0b029d",
  "responseUuid": "08cf3fd2c4614811b4acc0620e20a98e",
  "sessionUuid": "05e5c663eb794faab5c5606c38103a17",
  "responseDump": "{\\"success\\":true}",
  "time": 1.512037844556E12
}`;
const SAMPLE = JSON.parse(SAMPLE_TEXT) as JsonObject;

const UUID = 'b1ca3fab6ebc4302ad9249d5402cb06c';

const LOGIN: JsonObject = {
  id: 42,
  resourceUuid: '',
  resourceType: 'SessionVO',
  apiName: 'org.zstack.header.identity.APILogInByAccountMsg',
  clientIp: '192.0.2.7',
  clientBrowser: 'Chrome/69.0.3497.81',
  operator: 'admin',
  error: JSON.stringify({ code: 'ID.1000', description: 'authentication error', details: 'wrong password' }),
  duration: 3,
  requestUuid: '00000000000000000000000000000001',
  time: 1_700_000_000_000,
};

const decode = (record: Json) => zstack.decode(record, options());
const decoded = (more: JsonObject, base: JsonObject = SAMPLE): EventDraft => {
  const draft = decode({ ...base, ...more });
  if (!draft) throw new Error('expected an event');
  return draft;
};

describe('a ZStack record', () => {
  it('of the document becomes this event', () => {
    expect(decode(SAMPLE)).toEqual({
      nativeKey:
        '{"apiName":"org.zstack.header.vm.APISetVmRDPMsg","requestUuid":"d78093c0b2fb3850b3ce563b3a0b029d",' +
        '"resourceUuid":"b1ca3fab6ebc4302ad9249d5402cb06c","time":1512037844556}',
      occurredAt: 1_512_037_844_556_000,
      endedAt: null,
      durationMs: 22,
      action: 'org.zstack.header.vm.APISetVmRDPMsg',
      operation: 'UPDATE',
      recordType: 'resource.VmInstanceVO',
      category: 'RESOURCE',
      outcome: 'SUCCESS',
      message: null,
      actor: { uid: '36c27e8ff05c4780bf6d2fa65700f22e', name: null, type: null },
      target: { type: 'VmInstanceVO', uid: 'b1ca3fab6ebc4302ad9249d5402cb06c', name: null },
      client: { ip: '172.0.0.1', userAgent: 'Chrome/69.0.3497.81', origin: null },
      sessionId: '05e5c663eb794faab5c5606c38103a17',
      requestId: 'd78093c0b2fb3850b3ce563b3a0b029d',
      changes: [],
      count: 1,
    });
  });

  it('about a session is a login', () => {
    expect(decode(LOGIN)).toEqual({
      nativeKey: '42',
      occurredAt: 1_700_000_000_000_000,
      endedAt: null,
      durationMs: 3,
      action: 'org.zstack.header.identity.APILogInByAccountMsg',
      operation: 'LOGIN',
      recordType: 'login',
      category: 'AUTHENTICATION',
      outcome: 'FAILURE',
      message: 'authentication error',
      actor: { uid: null, name: 'admin', type: null },
      target: { type: 'SessionVO', uid: null, name: null },
      client: { ip: '192.0.2.7', userAgent: 'Chrome/69.0.3497.81', origin: null },
      sessionId: null,
      requestId: '00000000000000000000000000000001',
      changes: [],
      count: 1,
    });
  });

  it.each([
    ['org.zstack.header.identity.APILogOutMsg', 'LOGOUT'],
    ['org.zstack.header.vm.APICreateVmInstanceMsg', 'CREATE'],
    ['org.zstack.header.vm.APIExpungeVmInstanceMsg', 'DELETE'],
    ['org.zstack.header.vm.APIRebootVmInstanceMsg', 'EXECUTE'],
    ['org.zstack.header.volume.APIAttachDataVolumeToVmMsg', 'UPDATE'],
    ['APIStopVmInstanceMsg', 'STOP'],
    ['somethingElse', 'OTHER'],
  ])('named %s is %s', (apiName, operation) => {
    expect(decoded({ apiName })).toMatchObject({ action: apiName, operation });
  });

  it.each<[string, JsonObject, string]>([
    ['no word on it', { responseDump: null }, 'SUCCESS'],
    ['an error in a text', { error: 'no such vm' }, 'FAILURE'],
    ['an error as an object', { error: { code: 'SYS.1000' } }, 'FAILURE'],
    ['an empty error', { error: '' }, 'SUCCESS'],
    ['success false as a text', { success: 'false' }, 'FAILURE'],
    ['success 0 as a tag', { success: '0' }, 'FAILURE'],
    ['success 1 as a tag', { success: '1' }, 'SUCCESS'],
    ['success false', { success: false }, 'FAILURE'],
    ['an answer without success', { responseDump: '{"success":false}' }, 'FAILURE'],
    ['an answer that is cut off', { responseDump: '{"success":false,"inventory":{"na' }, 'SUCCESS'],
  ])('with %s is told apart', (_, more, outcome) => {
    expect(decoded(more).outcome).toBe(outcome);
  });

  it.each<[string, Json, string | null]>([
    ['its description', '{"code":"SYS.1000","description":"broken","details":"a disk"}', 'broken'],
    ['its details without one', '{"code":"SYS.1000","details":"a disk"}', 'a disk'],
    ['as an object', { description: 'broken' }, 'broken'],
    ['the text that is no JSON', 'a disk broke', 'a disk broke'],
    ['nothing', '{"code":"SYS.1000"}', null],
  ])('takes from its error %s', (_, error, message) => {
    expect(decoded({ error }).message).toBe(message);
  });

  it.each<[string, JsonObject, Partial<EventDraft>]>([
    ['numbers in texts', { time: '1.512037844556E12', duration: '22.0' }, { durationMs: 22 }],
    ['no type', { resourceType: null }, { recordType: 'resource', target: { type: null, uid: UUID, name: null } }],
    ['a name', { resourceName: 'web' }, { target: { type: 'VmInstanceVO', uid: UUID, name: 'web' } }],
    [
      'nobody and nothing',
      { operatorAccountUuid: '', resourceUuid: 7, resourceType: '' },
      { recordType: 'resource', actor: null, target: null },
    ],
    ['no client', { clientIp: '', clientBrowser: null }, { client: null }],
    ['an odd duration', { duration: 'long' }, { durationMs: null }],
    ['an id', { id: 1.2e1 }, { nativeKey: '12' }],
  ])('with %s loses nothing else', (_, more, expected) => {
    expect(decoded(more)).toEqual({ ...decode(SAMPLE), nativeKey: expect.any(String), ...expected });
  });

  it('is the same event in both notations of its numbers', () => {
    expect(decode({ ...SAMPLE, time: 1_512_037_844_556 })).toEqual(decode(SAMPLE));
  });

  it('of one request on two resources is two events', () => {
    expect(decoded({ resourceUuid: 'b' }).nativeKey).not.toBe(decoded({ resourceUuid: 'c' }).nativeKey);
  });

  it.each([null, 'soon', true, {}, '', ' '])('without a readable time (%j) is none', (time) => {
    expect(decode({ ...SAMPLE, time })).toBeNull();
  });

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom(...Object.keys(SAMPLE), 'error', 'success', 'id'), fc.jsonValue()),
        (value, more) => {
          decode(value as Json);
          const draft = decode({ ...more, time: 1 } as Json);
          expect(draft).not.toBeNull();
        },
      ),
    );
  });
});

describe('when a ZStack row was written', () => {
  it.each([1e300, -1e300, '1e300', 8.64e15 + 1, -8.64e15 - 1])('is a moment that a date can say: %s', (time) => {
    const timeMs = timeMsOf({ time });
    if (timeMs === null) throw new Error('expected a time');
    expect(Number.isSafeInteger(timeMs)).toBe(true);
    expect(new Date(timeMs).toISOString()).toMatch(/^(?:-\d{6}|\d{4}|\+\d{6})-\d{2}-\d{2}T/);
  });

  it.each([null, 'soon', {}, true])('is not known from %j', (time) => {
    expect(timeMsOf({ time })).toBeNull();
  });
});
