import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../../../src/domain/event.ts';
import type { Json, JsonObject } from '../../../src/domain/json.ts';
import { f5xc } from '../../../src/sources/f5xc/index.ts';
import { options } from './server.ts';

/** The documents show no line of this log; these are its fields by the names that queries know. */
const LINE: JsonObject = {
  time: '2020-01-06T02:18:00.123456Z',
  user: 'user@example.com',
  user_tenant: 'acmecorp',
  namespace: 'default',
  src_ip: '203.0.113.7',
  secret_name: 'ver-kms-key',
  author_tenant: 'acmecorp',
  operation: 'Decrypt',
  result: 'Success',
  country: 'US',
  browser_type: 'Chrome',
};
const AT = 1_578_277_080_123_456;

const decode = (line: Json) => f5xc.decode(line, options());
const decoded = (more: JsonObject): EventDraft => {
  const draft = decode({ ...LINE, ...more });
  if (!draft) throw new Error('expected an event');
  return draft;
};

describe('an F5 log line', () => {
  it('becomes this event', () => {
    expect(decode(LINE)).toEqual({
      nativeKey:
        '{"author_tenant":"acmecorp","browser_type":"Chrome","country":"US","namespace":"default","operation":"Decrypt",' +
        '"result":"Success","secret_name":"ver-kms-key","src_ip":"203.0.113.7","time":"2020-01-06T02:18:00.123456Z",' +
        '"user":"user@example.com","user_tenant":"acmecorp"}',
      occurredAt: AT,
      endedAt: null,
      durationMs: null,
      action: 'Decrypt',
      operation: 'EXECUTE',
      recordType: 'voltshare.decrypt',
      category: 'API_CALL',
      outcome: 'SUCCESS',
      message: null,
      actor: { uid: null, name: 'user@example.com', type: null },
      target: { type: 'secret', uid: 'ver-kms-key', name: 'ver-kms-key' },
      client: { ip: '203.0.113.7', userAgent: 'Chrome', origin: 'US' },
      sessionId: null,
      requestId: null,
      changes: [],
      count: 1,
    });
  });

  it.each<[string, JsonObject, number]>([
    ['a time in seconds', { time: 1_578_277_080 }, 1_578_277_080_000_000],
    ['a time in milliseconds', { time: 1_578_277_080_123 }, 1_578_277_080_123_000],
    ['a time in microseconds', { time: AT }, AT],
    ['a time in nanoseconds', { time: AT * 1000 }, AT],
    ['seconds with a fraction in a text', { time: '1578277080.5' }, 1_578_277_080_500_000],
    ['nanoseconds in RFC 3339', { time: '2020-01-06T02:18:00.123456789Z' }, AT],
    ['an offset', { time: '2020-01-06T03:18:00.123456+01:00' }, AT],
    ['the other name for it', { time: null, '@timestamp': '2020-01-06T02:18:00.123456Z' }, AT],
    ['one of the names readable', { time: 'soon', '@timestamp': AT }, AT],
  ])('with %s is understood', (_, more, at) => {
    expect(decoded(more).occurredAt).toBe(at);
  });

  it.each<[string, JsonObject, Partial<EventDraft>]>([
    ['no operation', { operation: null }, { action: '', recordType: 'voltshare' }],
    ['an operation in capitals', { operation: 'ENCRYPT' }, { action: 'ENCRYPT', recordType: 'voltshare.encrypt' }],
    ['a result in capitals', { result: 'FAIL' }, { outcome: 'FAILURE' }],
    ['another result', { result: 'Denied' }, { outcome: 'UNKNOWN' }],
    ['a result that is a member of every object', { result: 'constructor' }, { outcome: 'UNKNOWN' }],
    ['a result that is none', { result: 1 }, { outcome: 'UNKNOWN' }],
    ['no secret', { secret_name: '' }, { target: null }],
    ['nobody', { user: '' }, { actor: null }],
    ['no client', { src_ip: 7, country: '', browser_type: null }, { client: null }],
    ['an id', { id: 'doc-1' }, { nativeKey: 'doc-1' }],
    ['another id', { id: '', messageid: 'm-1' }, { nativeKey: 'm-1' }],
    ['a number for an id', { id: 7 }, { nativeKey: '7' }],
  ])('with %s loses nothing else', (_, more, expected) => {
    expect(decoded(more)).toEqual({ ...decode(LINE), nativeKey: expect.any(String), ...expected });
  });

  it.each<Json>(['{"time":"2020-01-06T02:1', null, 7, [], {}, { time: {} }, { time: 'soon' }])(
    'without a readable time (%j) is none',
    (line) => {
      expect(decode(line)).toBeNull();
    },
  );

  it('never throws, whatever it is', () => {
    const names = fc.constantFrom(...Object.keys(LINE), '@timestamp', 'id', 'messageid');
    fc.assert(
      fc.property(fc.jsonValue(), fc.dictionary(names, fc.jsonValue()), (value, more) => {
        decode(value as Json);
        expect(decode({ ...more, time: 1 } as Json)).not.toBeNull();
      }),
    );
  });
});
