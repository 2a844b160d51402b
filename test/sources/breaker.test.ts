import { describe, expect, test } from 'vitest';
import { type Problem, type ProblemCode, SourceError, sourceError } from '../../src/lanes/source-error.ts';
import type { VendorResponse } from '../../src/sources/adapter.ts';
import type { Asker } from '../../src/sources/asker.ts';
import { type BreakerState, breaking } from '../../src/sources/breaker.ts';
import { NotSent } from '../../src/sources/not-sent.ts';
import { anAsker } from './an-asker.ts';
import { held } from './held.ts';

const GOOD: VendorResponse = { status: 200, headers: {}, setCookies: [], text: 'good' };
const broken = (more: Partial<Problem> = {}) => sourceError('UPSTREAM_ERROR', 'HTTP status 503', more);

/** A line whose answers are told one by one: an answer, a failure, or one that the test gives later. */
function world() {
  const states: BreakerState[] = [];
  const askers: Asker[] = [];
  let nowMs = 1_000;
  let reply: () => Promise<VendorResponse> = async () => GOOD;
  const inner = {
    send: (_: unknown, asker: Asker) => {
      askers.push(asker);
      return reply();
    },
  };
  const line = breaking(inner, {
    failures: 3,
    openMs: 10_000,
    longestOpenMs: 60_000,
    now: () => nowMs,
    changed: (state) => states.push(state),
  });
  const send = () =>
    line.send({ method: 'GET', path: '/' }, anAsker()).then(
      () => 'good',
      (error: unknown) => (error instanceof SourceError ? error.problem : error),
    );
  const send3 = async () => [await send(), await send(), await send()];
  return {
    send,
    states,
    askers,
    answers: (next: () => Promise<VendorResponse>) => {
      reply = next;
    },
    fails: (error: unknown) => {
      reply = () => Promise.reject(error);
    },
    async breakIt(error: unknown = broken()) {
      reply = () => Promise.reject(error);
      await send3();
    },
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('a circuit', () => {
  test('opens after so many failures in a row, and names the last one', async () => {
    const { send, breakIt, states, askers, pass } = world();
    await breakIt();
    pass(4_000);
    expect(await send()).toEqual({
      code: 'CIRCUIT_OPEN',
      message:
        'not asked for another 6000 ms, after 3 failures in a row; the last one: UPSTREAM_ERROR: HTTP status 503',
      httpStatus: null,
      retryable: true,
      retryAfterMs: 6_000,
      vendor: null,
    });
    expect({ states, asked: askers.length }).toEqual({ states: ['closed', 'open'], asked: 3 });
  });

  test('counts failures in a row only', async () => {
    const { send, fails, answers, states } = world();
    for (let round = 0; round < 3; round += 1) {
      fails(broken());
      await send();
      await send();
      answers(async () => GOOD);
      await send();
    }
    expect(states).toEqual(['closed']);
  });

  test.each<ProblemCode>(['BAD_REQUEST', 'UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'INVALID_RESPONSE'])(
    'never opens on %s, which is an answer',
    async (code) => {
      const { breakIt, send, askers } = world();
      await breakIt(sourceError(code, 'no'));
      expect(await send()).toMatchObject({ code });
      expect(askers).toHaveLength(4);
    },
  );

  test.each([
    ['leaves', new DOMException('left', 'AbortError')],
    ['was never asked', new NotSent(broken().problem)],
  ])('learns nothing from a question that %s', async (_, error) => {
    const { send, fails, states } = world();
    fails(broken());
    await send();
    await send();
    fails(error);
    await send();
    expect(states).toEqual(['closed']);
    fails(broken());
    await send();
    expect(states).toEqual(['closed', 'open']);
  });

  test('lets one question through when its time is over, without repeats, and makes nobody wait for it', async () => {
    const { send, breakIt, answers, pass, states, askers } = world();
    await breakIt();
    pass(10_000);
    const late = held<VendorResponse>();
    answers(() => late.promise);
    const first = send();
    expect(await send()).toMatchObject({
      code: 'CIRCUIT_OPEN',
      retryAfterMs: 10_000,
      message: expect.stringContaining('UPSTREAM_ERROR: HTTP status 503'),
    });
    expect({ asked: askers.length, left: askers.at(-1)?.leftMs() }).toEqual({ asked: 4, left: 0 });
    late.resolve(GOOD);
    expect(await first).toBe('good');
    expect(await send()).toBe('good');
    expect(states).toEqual(['closed', 'open', 'half-open', 'closed']);
  });

  test('opens anew when that question fails, and closes when it is refused', async () => {
    const { send, breakIt, fails, pass, states } = world();
    await breakIt();
    pass(10_000);
    fails(sourceError('TIMEOUT', 'nothing came'));
    expect(await send()).toMatchObject({ code: 'TIMEOUT' });
    expect(await send()).toMatchObject({
      code: 'CIRCUIT_OPEN',
      retryAfterMs: 10_000,
      message: expect.stringContaining('after 4 failures in a row; the last one: TIMEOUT: nothing came'),
    });
    pass(10_000);
    fails(sourceError('FORBIDDEN', 'no'));
    await send();
    expect(states).toEqual(['closed', 'open', 'half-open', 'open', 'half-open', 'closed']);
  });

  test('asks again at once when who asked that question left', async () => {
    const { send, breakIt, fails, answers, pass, states } = world();
    await breakIt();
    pass(10_000);
    fails(new DOMException('left', 'AbortError'));
    await send();
    answers(async () => GOOD);
    expect(await send()).toBe('good');
    expect(states).toEqual(['closed', 'open', 'half-open', 'open', 'half-open', 'closed']);
  });

  test.each([
    [30_000, 30_000],
    [1_000, 10_000],
    [86_400_000, 60_000],
  ])('rests as long as the vendor wants, in bounds: %i ms become %i ms', async (retryAfterMs, restMs) => {
    const { send, breakIt } = world();
    await breakIt(sourceError('RATE_LIMITED', 'slow down', { retryAfterMs }));
    expect(await send()).toMatchObject({ code: 'CIRCUIT_OPEN', retryAfterMs: restMs });
  });

  test('that has opened is not moved by what was asked before', async () => {
    const { send, breakIt, answers, states } = world();
    const late = held<VendorResponse>();
    answers(() => late.promise);
    const early = send();
    await breakIt();
    late.resolve(GOOD);
    expect(await early).toBe('good');
    expect(await send()).toMatchObject({ code: 'CIRCUIT_OPEN' });
    expect(states).toEqual(['closed', 'open']);
  });
});
