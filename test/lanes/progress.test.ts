import { describe, expect, test } from 'vitest';
import { eventId } from '../../src/domain/event-id.ts';
import { instant } from '../../src/domain/instant.ts';
import type { Item } from '../../src/lanes/lane.ts';
import { MOST_EMPTY_ANSWERS, MOST_REPEATED_ANSWERS } from '../../src/lanes/progress.ts';
import type { Entry, Reading } from '../../src/lanes/reading.ts';
import { MOST_OF_ONE_MOMENT, settle } from '../../src/lanes/settle.ts';
import { sourceError } from '../../src/lanes/source-error.ts';
import { LEAST_REMEMBERED } from '../../src/lanes/walk-memory.ts';
import { someEvent } from '../fakes/some-event.ts';

const MS = 1_000;
const MODEL = someEvent();
const at = (ms: number, key = `${ms}`): Entry => ({
  kind: 'event',
  matched: true,
  event: { ...MODEL, id: eventId('s', key), occurredAt: instant(ms * MS) },
});
const unplaced: Entry = { kind: 'unplaced' };
const REFUSED = sourceError('BAD_REQUEST', 'no such key');

/** A vendor that would go on for ever: how many answers were read of it, and what was given. */
async function walked(answer: (number: number) => readonly Entry[] | 'refused', most = 5_000) {
  let answers = 0;
  async function* readings(): AsyncGenerator<Reading> {
    for (; answers < most; ) {
      const entries = answer(answers);
      answers += 1;
      yield entries === 'refused' ? { kind: 'refused', error: REFUSED } : { kind: 'page', entries, wholeUntil: null };
    }
  }
  const items: Item[] = [];
  const window = { from: instant(0), until: instant(1e9 * MS) };
  const how = { direction: 'DESC', grainUs: MS, window } as const;
  const error: unknown = await (async () => {
    for await (const item of settle(readings(), how)) items.push(item);
    return null;
  })().catch((reason: unknown) => reason);
  const events = items.flatMap((item) => (item.kind === 'event' ? [item.event.occurredAt / MS] : []));
  const mark = items.findLast((item) => item.kind === 'mark');
  return { answers, events, error, mark: mark?.kind === 'mark' ? mark.at.occurredAt / MS : null };
}

const ENDLESS = { problem: { code: 'INVALID_RESPONSE', message: expect.stringContaining('nothing new') } };

describe('a walk that brings nothing new any more fails, and what it gave stays', () => {
  test('with the same page each time', async () => {
    const { answers, events, error, mark } = await walked(() => [at(9), at(8), at(7)]);
    expect(error).toMatchObject(ENDLESS);
    expect({ answers, events, mark }).toEqual({ answers: MOST_REPEATED_ANSWERS + 1, events: [9, 8], mark: 8 });
  });

  test('with pages in a circle', async () => {
    const circle = [
      [at(9), at(8)],
      [at(7), at(6)],
      [at(5), at(4)],
    ];
    const { answers, events, error } = await walked((number) => circle[number % 3] ?? []);
    expect(error).toMatchObject(ENDLESS);
    expect({ answers, events }).toEqual({ answers: MOST_REPEATED_ANSWERS + 3, events: [9, 8, 7, 6, 5] });
  });

  test('with pages in a circle within one moment', async () => {
    const { answers, events, error } = await walked((number) => [at(9, `${number % 7}`)]);
    expect(error).toMatchObject(ENDLESS);
    expect({ answers, events }).toEqual({ answers: MOST_REPEATED_ANSWERS + 7, events: [] });
  });

  test('with empty pages, with undated records alone, and with both by turns', async () => {
    for (const page of [[], [unplaced]]) {
      const { answers, error } = await walked((number) => (number === 0 ? [at(9)] : page));
      expect(error).toMatchObject(ENDLESS);
      expect(answers).toBe(MOST_EMPTY_ANSWERS + 1);
    }
    const { answers, error } = await walked((number) => [[], [at(9)], [unplaced], []][number % 4] ?? []);
    expect(error).toMatchObject(ENDLESS);
    expect(answers).toBeLessThanOrEqual(MOST_EMPTY_ANSWERS + 4);
  });

  test('with a key that is always refused: as the refusal itself', async () => {
    const { answers, error } = await walked((number) => (number % 2 === 0 ? [at(9), at(8)] : 'refused'));
    expect(error).toBe(REFUSED);
    expect(answers).toBe(MOST_REPEATED_ANSWERS + 1);
  });

  test('and a circle that is longer than anybody remembers ends as well', async () => {
    const size = 1_000;
    const pages = (2 * LEAST_REMEMBERED) / size + 1;
    const { answers, error } = await walked((number) =>
      Array.from({ length: size }, (_, index) => at(1e8 - (number % pages) * size - index)),
    );
    expect(error).toMatchObject({ problem: { code: 'OUT_OF_ORDER' } });
    expect(answers).toBe(pages + 1);
  });
});

describe('an honest walk is not cut off', () => {
  test('though each page brings but one new record beside what was there', async () => {
    const { events, error } = await walked((number) => [12, 11, 10, 9].map((ms) => at(ms + 1_000 - number)), 500);
    expect(error).toBeNull();
    expect(events).toHaveLength(503);
  });

  test('though thousands share one moment, page after page', async () => {
    const { events, error } = await walked(
      (number) => Array.from({ length: 100 }, (_, index) => at(9, `${number * 90 + index}`)),
      300,
    );
    expect(error).toBeNull();
    expect(events).toHaveLength(299 * 90 + 100);
  });

  test('by pages that stand still, as long as something new comes now and then', async () => {
    const { events, error } = await walked((number) => (number % 40 === 0 ? [at(1_000 - number)] : 'refused'), 400);
    expect(error).toBeNull();
    expect(events).toHaveLength(10);
  });
});

test('a moment that never ends is an OVERFLOW', async () => {
  const { error } = await walked((number) => Array.from({ length: 5_000 }, (_, index) => at(9, `${number}.${index}`)));
  expect(error).toMatchObject({
    problem: { code: 'OVERFLOW', message: expect.stringContaining(`${MOST_OF_ONE_MOMENT}`) },
  });
});
