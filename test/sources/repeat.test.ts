import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Problem, type ProblemCode, SourceError, sourceError } from '../../src/lanes/source-error.ts';
import { NotSent } from '../../src/sources/not-sent.ts';
import { repeating } from '../../src/sources/repeat.ts';
import { isWorthRepeating, neverConnected } from '../../src/sources/worth-repeating.ts';
import { anAsker } from './an-asker.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const broken = (more: Partial<Problem> = {}) => sourceError('UPSTREAM_ERROR', 'broken', { httpStatus: 503, ...more });

/** Fails as told, try by try, then succeeds; tells when each try began. */
function tries(...failures: readonly Error[]) {
  const begun: number[] = [];
  const started = performance.now();
  const attempt = async () => {
    begun.push(performance.now() - started);
    const failure = failures[begun.length - 1];
    if (failure) throw failure;
    return 'answer';
  };
  return { attempt, begun };
}

const repeat = (random = 0.5) => repeating({ repeats: 3, baseMs: 100, capMs: 300, random: () => random });
const always = () => true;

async function outcome(promise: Promise<unknown>): Promise<unknown> {
  const settled = promise.catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return settled;
}

describe('a request that fails', () => {
  test('is repeated after pauses that grow up to a cap, each any part of what it may be', async () => {
    const { attempt, begun } = tries(broken(), broken(), broken());
    const asker = anAsker();
    expect(await outcome(repeat(0.5)(attempt, asker, always))).toBe('answer');
    expect(begun).toEqual([0, 50, 150, 300]);
    expect(asker.failures).toEqual(['UPSTREAM_ERROR', 'UPSTREAM_ERROR', 'UPSTREAM_ERROR']);
  });

  test('is given up after so many repeats, with its last failure', async () => {
    const last = sourceError('UNREACHABLE', 'gone');
    const { attempt, begun } = tries(broken(), broken(), broken(), last, broken());
    expect(await outcome(repeat(0)(attempt, anAsker(), always))).toBe(last);
    expect(begun).toHaveLength(4);
  });

  test('is not repeated before the vendor wants it', async () => {
    const { attempt, begun } = tries(broken({ retryAfterMs: 2_000 }));
    expect(await outcome(repeat()(attempt, anAsker(), always))).toBe('answer');
    expect(begun).toEqual([0, 2_000]);
  });

  test('is not repeated when that would come too late: its failure is told at once', async () => {
    const real = broken({ retryAfterMs: 10_000 });
    const { attempt, begun } = tries(real);
    const asker = anAsker(10_000);
    expect(await repeat()(attempt, asker, always).catch((error: unknown) => error)).toBe(real);
    expect({ begun, timers: vi.getTimerCount(), failures: asker.failures }).toEqual({
      begun: [0],
      timers: 0,
      failures: [],
    });
  });

  test('is not repeated where it may not be, nor where it is no failure of a source', async () => {
    const ours = new TypeError('ours');
    for (const [failure, mayRepeat] of [
      [broken(), () => false],
      [ours, always],
    ] as const) {
      const { attempt, begun } = tries(failure);
      expect(await outcome(repeat()(attempt, anAsker(), mayRepeat))).toBe(failure);
      expect(begun).toHaveLength(1);
    }
  });

  test('after who asked has left is not repeated, and tells its failure', async () => {
    const asker = anAsker();
    const failure = broken();
    const leaving = async () => {
      asker.leave(new Error('left'));
      throw failure;
    };
    expect(await outcome(repeat()(leaving, asker, always))).toBe(failure);
    expect(asker.failures).toEqual([]);
  });

  test('is waited for by nobody who has left', async () => {
    const { attempt, begun } = tries(broken());
    const asker = anAsker();
    const reason = new Error('left');
    const repeated = repeat()(attempt, asker, always).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(10);
    asker.leave(reason);
    expect({ told: await repeated, begun, timers: vi.getTimerCount() }).toEqual({
      told: reason,
      begun: [0],
      timers: 0,
    });
  });
});

describe('worth repeating', () => {
  test.each<[ProblemCode, number | null, boolean | undefined, boolean]>([
    ['UNREACHABLE', null, undefined, true],
    ['TIMEOUT', null, undefined, true],
    ['RATE_LIMITED', 429, undefined, true],
    ['UPSTREAM_ERROR', 500, undefined, false],
    ['UPSTREAM_ERROR', 502, undefined, true],
    ['UPSTREAM_ERROR', 503, undefined, true],
    ['UPSTREAM_ERROR', 503, false, false],
    ['UPSTREAM_ERROR', 504, undefined, true],
    ['UPSTREAM_ERROR', 200, undefined, true],
    ['BAD_REQUEST', 400, undefined, false],
    ['UNAUTHENTICATED', 401, undefined, false],
    ['FORBIDDEN', 403, undefined, false],
    ['NOT_FOUND', 404, undefined, false],
    ['CONFLICT', 409, undefined, false],
    ['INVALID_RESPONSE', 302, undefined, false],
    ['RESPONSE_TOO_LARGE', null, undefined, false],
  ])('%s with status %s, retryable %s: %s', (code, httpStatus, retryable, expected) => {
    const more = retryable === undefined ? {} : { retryable };
    expect(isWorthRepeating(sourceError(code, 'x', { httpStatus, ...more }))).toBe(expected);
  });

  test('is nothing that our own queue kept back', () => {
    expect(isWorthRepeating(new NotSent(broken().problem))).toBe(false);
  });
});

test.each([
  ['ECONNREFUSED', true],
  ['ENOTFOUND', true],
  ['UND_ERR_CONNECT_TIMEOUT', true],
  ['ECONNRESET', false],
  ['UND_ERR_SOCKET', false],
])('after %s nothing can have reached the vendor: %s', (code, expected) => {
  const cause = Object.assign(new Error(code), { code });
  expect(neverConnected(sourceError('UNREACHABLE', 'x', {}, { cause }))).toBe(expected);
  expect(neverConnected(new SourceError(broken().problem, { cause }))).toBe(false);
});
