import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sourceError } from '../../src/lanes/source-error.ts';
import type { VendorResponse } from '../../src/sources/adapter.ts';
import { NotSent } from '../../src/sources/not-sent.ts';
import { type TurnLimits, takingTurns } from '../../src/sources/turns.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const GOOD: VendorResponse = { status: 200, headers: {}, setCookies: [], text: 'good' };

/** Requests are named by their path; each takes `takesMs`. */
function world(limits: Partial<TurnLimits>, takesMs = 100) {
  const started = performance.now();
  const begun: (readonly [path: string, atMs: number])[] = [];
  const transport = takingTurns(
    {
      close: async () => {},
      async send({ path }) {
        begun.push([path, performance.now() - started]);
        await new Promise((resolve) => setTimeout(resolve, takesMs));
        return GOOD;
      },
    },
    { maxConcurrent: null, requestsPerSecond: null, maxQueued: 100, ...limits },
  );
  return {
    begun,
    send: (path: string, signal = new AbortController().signal) =>
      transport.send({ method: 'GET', path }, signal).catch((error: unknown) => error),
  };
}

describe('requests', () => {
  test('begin in order, so many at once as allowed', async () => {
    const { send, begun } = world({ maxConcurrent: 2 });
    for (const path of ['a', 'b', 'c', 'd', 'e']) void send(path);
    await vi.runAllTimersAsync();
    expect(begun).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 100],
      ['d', 100],
      ['e', 200],
    ]);
  });

  test('begin in order, evenly spaced', async () => {
    const { send, begun } = world({ requestsPerSecond: 4 });
    for (const path of ['a', 'b', 'c']) void send(path);
    await vi.runAllTimersAsync();
    expect(begun).toEqual([
      ['a', 0],
      ['b', 250],
      ['c', 500],
    ]);
  });

  test('all begin at once without limits', async () => {
    const { send, begun } = world({});
    for (const path of ['a', 'b', 'c']) void send(path);
    await vi.runAllTimersAsync();
    expect(begun.map(([, at]) => at)).toEqual([0, 0, 0]);
  });
});

describe.each<[string, Partial<TurnLimits>]>([
  ['room', { maxConcurrent: 1 }],
  ['pace', { requestsPerSecond: 10 }],
])('waiting for %s', (_, limits) => {
  test('ends at once for who leaves, and takes no turn from others', async () => {
    const { send, begun } = world(limits);
    const reason = new Error('left');
    const controller = new AbortController();
    void send('a');
    const leaving = send('b', controller.signal);
    void send('c');
    await vi.advanceTimersByTimeAsync(10);
    controller.abort(reason);
    expect(await leaving).toBe(reason);
    await vi.runAllTimersAsync();
    expect(begun).toEqual([
      ['a', 0],
      ['c', 100],
    ]);
  });

  test('counts against the time: when it is over, nothing was sent', async () => {
    const { send } = world(limits);
    const controller = new AbortController();
    void send('a');
    const late = send('b', controller.signal);
    controller.abort(sourceError('TIMEOUT', 'expected an answer within 5 ms, but none came'));
    const found = await late;
    expect(found).toBeInstanceOf(NotSent);
    expect(found).toMatchObject({
      problem: {
        code: 'TIMEOUT',
        message: 'expected an answer within 5 ms, but none came: the request still waited for its turn',
      },
    });
  });

  test('is refused where too many wait already', async () => {
    const { send } = world({ ...limits, maxQueued: 1 });
    void send('a');
    void send('b');
    const found = await send('c');
    expect(found).toBeInstanceOf(NotSent);
    expect(found).toMatchObject({
      problem: {
        code: 'RATE_LIMITED',
        retryable: true,
        message: 'expected at most 1 requests to wait for their turn, but so many already do',
      },
    });
    await vi.runAllTimersAsync();
  });
});

test('who has left before it came is not queued', async () => {
  const { send, begun } = world({});
  const reason = new Error('left');
  expect(await send('a', AbortSignal.abort(reason))).toBe(reason);
  expect(begun).toEqual([]);
});
