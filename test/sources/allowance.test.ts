import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { allowance } from '../../src/sources/allowance.ts';
import { held } from './held.ts';

/** An allowance whose clock the test moves. */
function allowed(given: { timeoutMs?: number; answerMs?: number; maxScan?: number } = {}) {
  const outer = new AbortController();
  let nowMs = 5_000;
  const limits = { timeoutMs: 1_000, maxScan: 100, ...given };
  const made = allowance({ ...limits, nowMs: () => nowMs }, outer.signal);
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return {
    ...made,
    outer,
    pass,
    /** A request that takes so long. */
    ask: (ms: number) => made.time(async () => pass(ms)),
    leftMs: () => made.time(async ({ leftMs }) => leftMs()),
  };
}

describe('the time of a lane', () => {
  test('passes while its requests are under way', async () => {
    const { ask, spent, leftMs } = allowed();
    await ask(300);
    expect(spent(0)).toBeNull();
    await ask(300);
    expect(spent(0)).toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining('1000 ms') });
    expect(Math.round(await leftMs())).toBe(400);
  });

  test('stands still while another source is waited for', async () => {
    const { ask, spent, pass, leftMs } = allowed();
    await ask(300);
    pass(60_000);
    expect(spent(0)).toBeNull();
    expect(Math.round(await leftMs())).toBe(700);
  });

  test('passes once for requests that are under way at the same time', async () => {
    const { time, pass, leftMs } = allowed();
    const [first, second] = [held<void>(), held<void>()];
    const both = [time(() => first.promise), time(() => second.promise)];
    pass(200);
    first.resolve();
    await both[0];
    pass(100);
    second.resolve();
    await both[1];
    expect(Math.round(await leftMs())).toBe(700);
  });

  test('passes for a request that fails, too', async () => {
    const { time, pass, leftMs } = allowed();
    const failing = time(async () => {
      pass(900);
      throw new Error('refused');
    });
    await expect(failing).rejects.toThrow('refused');
    expect(Math.round(await leftMs())).toBe(100);
  });

  test('ends with the answer, whoever was waited for', async () => {
    const { ask, spent, pass, leftMs } = allowed({ answerMs: 3_000 });
    await ask(300);
    pass(2_500);
    expect(spent(0)).toMatchObject({ code: 'TIMEOUT' });
    expect(Math.round(await leftMs())).toBe(200);
    pass(9_000);
    expect(await leftMs()).toBe(0);
  });
});

describe('a request that outlasts the time', () => {
  const unanswered = (limits: Parameters<typeof allowed>[0]) => {
    const { time } = allowed(limits);
    return time(
      ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
  };

  test('is told of the time that ended', async () => {
    await expect(unanswered({ timeoutMs: 30 })).rejects.toMatchObject({
      problem: { code: 'TIMEOUT', message: expect.stringContaining('30 ms') },
    });
    await expect(unanswered({ answerMs: 20 })).rejects.toMatchObject({
      problem: { code: 'TIMEOUT', message: expect.stringContaining('20 ms') },
    });
  });
});

test('records that are read are counted, and nothing is held when a request is over', async () => {
  const { ask, spent, outer } = allowed();
  await ask(1);
  expect([spent(99), spent(100)]).toEqual([null, expect.objectContaining({ code: 'SCAN_LIMIT' })]);
  expect(getEventListeners(outer.signal, 'abort')).toHaveLength(0);
});
