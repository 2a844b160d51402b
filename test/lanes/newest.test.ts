import { describe, expect, test } from 'vitest';
import { fromMillis, type Instant } from '../../src/domain/instant.ts';
import { EMPTY_REPORT, type Item } from '../../src/lanes/lane.ts';
import { newestEvent } from '../../src/lanes/newest.ts';
import { problem, sourceError } from '../../src/lanes/source-error.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { someEvent } from '../fakes/some-event.ts';

const NOW = fromMillis(1_000_000);
const { signal } = new AbortController();
const events = [3, 9, 5].map((occurredAt) => someEvent({ occurredAt: occurredAt as Instant }));

const laneOf = (...items: readonly Item[]) =>
  async function* () {
    yield* items;
  };

describe('the newest event of a lane', () => {
  test('is found by a question for one event, newest first, about all time', async () => {
    const asked: unknown[] = [];
    const lane = arrayLane({ key: 'a', events, onPage: (query) => asked.push(query) });
    expect(await newestEvent(lane.open, NOW, signal)).toEqual({ at: 9, read: true, problem: null });
    expect(asked).toMatchObject([{ direction: 'DESC', take: 1, after: null, now: NOW }]);
  });

  test('is none where the lane ends without one', async () => {
    const lane = arrayLane({ key: 'a', events: [] });
    expect(await newestEvent(lane.open, NOW, signal)).toEqual({ at: null, read: true, problem: null });
  });

  test('is unknown where the lane fails, and nothing was read where it fails at once', async () => {
    const lane = arrayLane({ key: 'a', events, failAt: 0 });
    expect(await newestEvent(lane.open, NOW, signal)).toMatchObject({
      at: null,
      read: false,
      problem: { code: expect.any(String) },
    });
  });

  test('is unknown where the lane pauses before it, and then data was read', async () => {
    const lane = arrayLane({ key: 'a', events, pauseAt: 0 });
    expect(await newestEvent(lane.open, NOW, signal)).toMatchObject({
      at: null,
      read: true,
      problem: { code: expect.any(String) },
    });
  });

  test('says what was withheld before it', async () => {
    const withheld = problem('INVALID_RESPONSE', 'no readable time');
    const [event] = events;
    if (!event) throw new Error('expected an event');
    const open = laneOf(
      { kind: 'gap', window: { from: 5 as Instant, until: 9 as Instant }, problem: withheld },
      { kind: 'event', at: { occurredAt: event.occurredAt, id: event.id }, event },
    );
    expect(await newestEvent(open, NOW, signal)).toEqual({ at: 3, read: true, problem: withheld });
  });

  test('is unknown after records were read and then the source failed', async () => {
    const open = async function* (): AsyncGenerator<Item> {
      yield { kind: 'report', report: { ...EMPTY_REPORT, scanned: 4 } };
      throw sourceError('UNREACHABLE', 'gone');
    };
    expect(await newestEvent(open, NOW, signal)).toMatchObject({ read: true, problem: { code: 'UNREACHABLE' } });
  });

  test('leaves a fault of the gateway itself to be seen', async () => {
    // biome-ignore lint/correctness/useYield: it fails before it gives anything
    const open = async function* (): AsyncGenerator<Item> {
      throw new TypeError('a mistake');
    };
    await expect(newestEvent(open, NOW, signal)).rejects.toThrow('a mistake');
  });
});
