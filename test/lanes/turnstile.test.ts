import { expect, test, vi } from 'vitest';
import { Busy, turnstile } from '../../src/lanes/turnstile.ts';

const forever = new AbortController().signal;
const by = (who: string, more: { until?: number; signal?: AbortSignal } = {}) => ({
  who,
  until: null,
  signal: forever,
  ...more,
});

const bounds = { what: 'questions', atOnce: 2, each: 2, waiting: 10 };

/** Enters for each of these, and tells in which order they got in. */
async function order(entrants: readonly string[], atOnce = 1): Promise<readonly string[]> {
  const turns = turnstile({ ...bounds, atOnce, waiting: entrants.length });
  const entered: string[] = [];
  await Promise.all(
    entrants.map(async (who) => {
      const leave = await turns.enter(by(who));
      entered.push(who);
      await Promise.resolve();
      leave();
    }),
  );
  expect([turns.running, turns.waiting]).toEqual([0, 0]);
  return entered;
}

test('so many are in at the same time, and whoever leaves lets the next one in', async () => {
  const turns = turnstile(bounds);
  const [first] = await Promise.all([turns.enter(by('a')), turns.enter(by('b'))]);
  const third = turns.enter(by('c'));
  expect([turns.running, turns.waiting]).toEqual([2, 1]);
  first();
  first();
  await third;
  expect([turns.running, turns.waiting]).toEqual([2, 0]);
});

test('askers take turns, however much one of them asks', async () => {
  expect(await order(['a', 'a', 'a', 'a', 'b', 'c', 'b'])).toEqual(['a', 'a', 'b', 'c', 'a', 'b', 'a']);
});

test('one asker never has more than his share, and nobody waits because of that', async () => {
  const turns = turnstile({ ...bounds, each: 1 });
  await turns.enter(by('a'));
  const second = turns.enter(by('a'));
  const leave = await turns.enter(by('b'));
  expect([turns.running, turns.waiting]).toEqual([2, 1]);
  leave();
  expect([turns.running, turns.waiting]).toEqual([1, 1]);
  await (await Promise.race([second, turns.enter(by('b'))]))();
});

test('too many are refused, and so is one whose time runs out: nothing was done, and when to come again', async () => {
  vi.useFakeTimers();
  const turns = turnstile({ ...bounds, atOnce: 1, each: 1, waiting: 1 });
  const leave = await turns.enter(by('a'));
  const late = turns.enter(by('b', { until: performance.now() + 500 }));
  await expect(turns.enter(by('c'))).rejects.toThrow(
    'expected at most 1 questions to wait, but so many already do: nothing was done, try again',
  );
  const told = expect(late).rejects.toThrow('expected a turn among 1 questions within the time there is, but got none');
  vi.advanceTimersByTime(500);
  await told;
  await expect(late).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 1_000 });
  await expect(late).rejects.toBeInstanceOf(Busy);
  expect([turns.running, turns.waiting, turns.refused]).toEqual([1, 0, 2]);
  leave();
  await turns.enter(by('b'));
  vi.useRealTimers();
});

test('who leaves while he waits takes no turn', async () => {
  const turns = turnstile({ ...bounds, atOnce: 1, each: 1 });
  const leave = await turns.enter(by('a'));
  const client = new AbortController();
  const gone = turns.enter(by('b', { signal: client.signal }));
  const next = turns.enter(by('c'));
  client.abort(new Error('gone'));
  await expect(gone).rejects.toThrow('gone');
  leave();
  await next;
  expect([turns.running, turns.waiting, turns.refused]).toEqual([1, 0, 0]);
  await expect(turns.enter(by('d', { signal: client.signal }))).rejects.toThrow('gone');
});
