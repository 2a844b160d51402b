import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/domain/input-error.ts';
import { type Instant, MINUTE, parseRfc3339, plus } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/json.ts';
import { DEEPEST_JSON } from '../../src/domain/plain-json.ts';
import { ownEvent, type RecordedInput, recordedEvent } from '../../src/domain/recorded-event.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';

const NOW = parseRfc3339('2024-03-01T10:20:30Z') as Instant;
const plain: RecordedInput = { action: 'login', recordType: 'authentication.login' };

function recorded(given: Partial<RecordedInput> = {}, rules = BUILT_IN) {
  return recordedEvent({ ...plain, ...given }, NOW, rules, 'input.events[2]');
}

describe('a recorded event', () => {
  test('has the id it always had', () => {
    expect(recorded().id).toBe('6628e20d-f427-8b7e-be39-492662d03311');
  });

  test('has what was given, and of the rest what its action and type say', () => {
    expect(recorded()).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      source: 'gateway',
      occurredAt: NOW,
      endedAt: null,
      durationMs: null,
      action: 'login',
      operation: 'LOGIN',
      recordType: 'authentication.login',
      category: 'AUTHENTICATION',
      outcome: 'SUCCESS',
      message: null,
      actor: null,
      target: null,
      client: null,
      sessionId: null,
      requestId: null,
      changes: [],
      count: 1,
      raw: plain,
      keptAsText: [],
    });
  });

  test('keeps the input as given in raw, its time in the words of the client', () => {
    const at = plus(NOW, -1);
    const given = {
      operation: 'GRANT' as const,
      outcome: 'FAILURE' as const,
      message: 'm',
      actor: { uid: '1', name: 'ann' },
      target: { type: 't', uid: '', name: 'n' },
      client: { ip: 'no address', userAgent: 'curl', origin: 'o' },
      sessionId: 's',
      requestId: 'r',
      durationMs: 0,
      changes: [{ path: '/a', op: 'SET' as const, after: { b: [null] } }],
      details: { deep: ['x'] },
    };
    const event = recorded({ ...given, occurredAt: at, occurredAtGiven: 'now-1m' });
    expect(event).toMatchObject({
      ...{ operation: 'GRANT', outcome: 'FAILURE', message: 'm', sessionId: 's', requestId: 'r', durationMs: 0 },
      occurredAt: at,
      actor: { uid: '1', name: 'ann', type: null },
      target: { type: 't', uid: null, name: 'n' },
      client: { ip: 'no address', userAgent: 'curl', origin: 'o' },
      changes: [{ path: '/a', op: 'SET', before: null, after: { b: [null] } }],
      raw: { ...plain, ...given, occurredAt: 'now-1m' },
    });
    expect(recorded({ occurredAt: at }).raw).toEqual({ ...plain, occurredAt: '2024-03-01T10:20:29.999999Z' });
  });

  test('has no part of which nothing is there', () => {
    const event = recorded({ message: '', actor: { uid: '', name: null }, target: {}, client: null, sessionId: '' });
    expect(event).toMatchObject({ message: null, actor: null, target: null, client: null, sessionId: null });
  });

  test('is redacted before anything else, by the rules given', () => {
    const event = recorded(
      {
        message: 'password=hunter2',
        changes: [{ path: '/vnc/password', op: 'REPLACE', before: 'old', after: 'new' }],
        details: { token: 'abc', pin: '1234' },
      },
      { keys: ['pin'] },
    );
    expect(JSON.stringify(event)).not.toMatch(/hunter2|"old"|"new"|abc|1234/);
    expect(event).toMatchObject({
      message: 'password=[REDACTED]',
      changes: [{ path: '/vnc/password', before: '[REDACTED]', after: '[REDACTED]' }],
      raw: { details: { token: '[REDACTED]', pin: '[REDACTED]' } },
    });
  });

  test('stays an event whatever the rules take from it', () => {
    const keys = ['actor', 'changes', 'action', 'recordType'];
    const changes = [{ path: '/a', op: 'ADD' as const }];
    expect(recorded({ actor: { name: 'ann' }, changes }, { keys })).toMatchObject({
      ...{ action: '[REDACTED]', recordType: '[REDACTED]', actor: null },
      changes: [{ path: '', op: 'ADD', before: null, after: null }],
    });
  });
});

describe('the id of a recorded event', () => {
  const at = (micros: number) => recorded({ occurredAt: plus(NOW, micros), details: { a: 1, b: 2 } }).id;

  test('is the same within a clock minute, and another in the next', () => {
    expect(at(-30_000_000)).toBe(at(29_999_999));
    expect(at(30_000_000)).not.toBe(at(29_999_999));
    expect(at(-30_000_001)).not.toBe(at(0));
  });

  test('is the same however the input says the same', () => {
    const said: readonly Partial<RecordedInput>[] = [
      {},
      { occurredAt: NOW },
      { occurredAt: NOW, occurredAtGiven: '2024-03-01 10:20:30' },
      { outcome: 'SUCCESS', operation: 'LOGIN', message: '', actor: {}, changes: [], details: null, durationMs: null },
    ];
    expect(new Set(said.map((given) => recorded(given).id)).size).toBe(1);
    const secret = (token: string) => recorded({ details: { token } }).id;
    expect(secret('a')).toBe(secret('b'));
  });

  test.each<Partial<RecordedInput>>([
    { action: 'logon' },
    { recordType: 'authentication' },
    { operation: 'OTHER' },
    { outcome: 'FAILURE' },
    { message: 'm' },
    { actor: { uid: 'a' } },
    { target: { uid: 'a' } },
    { client: { ip: 'a' } },
    { sessionId: 's' },
    { requestId: 'r' },
    { durationMs: 1 },
    { changes: [{ path: '/a', op: 'ADD' }] },
    { details: {} },
  ])('is another with %j', (given) => {
    expect(recorded(given).id).not.toBe(recorded().id);
  });
});

describe('what is refused', () => {
  const deep = (levels: number) => Array.from({ length: levels }).reduce<Json>((inner) => [inner], 1);

  test.each<{ given: Partial<RecordedInput>; message: string }>([
    { given: { recordType: '' }, message: 'input.events[2].recordType: expected a text that is not blank, but got ""' },
    {
      given: { recordType: ' ' },
      message: 'input.events[2].recordType: expected a text that is not blank, but got " "',
    },
    {
      given: { recordType: 'gateway' },
      message: `input.events[2].recordType: expected a type other than the gateway's own, but got "gateway"`,
    },
    {
      given: { recordType: 'gateway.config' },
      message: `input.events[2].recordType: expected a type other than the gateway's own, but got "gateway.config"`,
    },
    ...[-1, Number.NaN, Number.POSITIVE_INFINITY].map((durationMs) => ({
      given: { durationMs },
      message: `input.events[2].durationMs: expected a number of milliseconds from 0 on, but got ${durationMs}`,
    })),
    {
      given: { message: 'a\0' },
      message: 'input.events[2].message: expected a text without U+0000 and lone surrogates, but got "a\\u0000"',
    },
    {
      given: { details: { list: ['\ud800'] } },
      message: 'input.events[2].details.list[0]: expected a text without U+0000 and lone surrogates, but got "\\ud800"',
    },
    {
      given: { details: deep(DEEPEST_JSON + 1) },
      message: `expected at most ${DEEPEST_JSON} levels of JSON, but got more`,
    },
  ])('$message', ({ given, message }) => {
    expect(() => recorded(given)).toThrow(InputError);
    expect(() => recorded(given)).toThrow(message);
  });

  test('is not what only looks like it', () => {
    for (const recordType of ['gateways', 'my.gateway', 'Gateway'])
      expect(recorded({ recordType })).toMatchObject({ recordType });
    expect(() => recorded({ details: deep(DEEPEST_JSON - 1) })).not.toThrow();
  });
});

describe("the gateway's own event", () => {
  test('has a type of its own, and an id of its moment', () => {
    const started = ownEvent({ recordType: 'gateway.system', action: 'start' }, NOW);
    expect(started).toMatchObject({ source: 'gateway', operation: 'START', category: 'SYSTEM', occurredAt: NOW });
    expect(ownEvent({ recordType: 'gateway.system', action: 'start' }, plus(NOW, 1)).id).not.toBe(started.id);
    expect(ownEvent({ recordType: 'gateway.system', action: 'start' }, NOW).id).toBe(started.id);
    expect(ownEvent({ recordType: 'gateway.system', action: 'start' }, plus(NOW, MINUTE)).id).not.toBe(started.id);
  });
});
