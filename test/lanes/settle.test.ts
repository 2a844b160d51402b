import { describe, expect, test } from 'vitest';
import { eventId } from '../../src/domain/event-id.ts';
import { instant } from '../../src/domain/instant.ts';
import type { Direction } from '../../src/domain/order.ts';
import type { Item } from '../../src/lanes/lane.ts';
import type { Entry, Reading } from '../../src/lanes/reading.ts';
import { settle } from '../../src/lanes/settle.ts';
import { someEvent } from '../fakes/some-event.ts';

const MS = 1_000;
const at = (micros: number, key = `${micros}`, more = {}): Entry => ({
  kind: 'event',
  matched: true,
  event: someEvent({ id: eventId('s', key), occurredAt: instant(micros), action: key, ...more }),
});
const unplaced: Entry = { kind: 'unplaced' };
const page = (...entries: Entry[]): Reading => ({ kind: 'page', entries, wholeUntil: null });
const slice = (wholeUntil: number, ...entries: Entry[]): Reading => ({
  kind: 'page',
  entries,
  wholeUntil: instant(wholeUntil),
});

async function* from(readings: readonly Reading[]): AsyncGenerator<Reading> {
  yield* readings;
}

/** Items in short: an event as its action, a mark as |time, a gap as [from,until). */
async function settled(direction: Direction, readings: readonly Reading[], grainUs = MS): Promise<readonly string[]> {
  const items: Item[] = [];
  const window = { from: instant(0), until: instant(100 * MS) };
  for await (const item of settle(from(readings), { direction, grainUs, window })) items.push(item);
  return items.map((item) => {
    if (item.kind === 'event') return item.event.action;
    if (item.kind === 'mark') return `|${item.at.occurredAt}`;
    return item.kind === 'gap' ? `[${item.window.from},${item.window.until})` : 'report';
  });
}

describe('a run of equal ticks', () => {
  test('is held back over pages, then given in the one order', async () => {
    const tie = ['x', 'y', 'z'].map((key) => at(5_300, key));
    const ids = tie.toSorted((a, b) =>
      (a as never as { event: { id: string } }).event.id < (b as never as { event: { id: string } }).event.id ? 1 : -1,
    );
    const expected = ids.map((entry) => (entry as never as { event: { action: string } }).event.action);
    expect(
      await settled('DESC', [
        page(at(9_000), tie[0] as Entry),
        page(tie[1] as Entry, tie[2] as Entry),
        page(at(1_000)),
      ]),
    ).toEqual(['9000', '|6000', '|6000', ...expected, '|2000', '1000']);
  });

  test('is sorted by time within the tick, however the source had it', async () => {
    expect(await settled('ASC', [page(at(5_300), at(5_100), at(5_200))])).toEqual(['|5000', '5100', '5200', '5300']);
  });

  test('gives a repeated record once, with the greater count', async () => {
    const items: Item[] = [];
    const readings = [
      page(at(5_000, 'k', { count: 1 })),
      page(at(5_000, 'k', { count: 3 }), at(5_000, 'k', { count: 2 })),
    ];
    const how = { direction: 'ASC' as const, grainUs: MS, window: { from: instant(0), until: instant(9_000) } };
    for await (const item of settle(from(readings), how)) items.push(item);
    expect(items.flatMap((item) => (item.kind === 'event' ? [item.event.count] : []))).toEqual([3]);
  });

  test('lets go of nothing that did not match', async () => {
    expect(await settled('ASC', [page({ ...(at(1_000) as object), matched: false } as Entry, at(2_000))])).toEqual([
      '|2000',
      '2000',
    ]);
  });
});

describe('records out of order', () => {
  test.each<[Direction, number, number]>([
    ['ASC', 5_000, 4_000],
    ['DESC', 4_000, 5_000],
  ])('%s: refused', async (direction, first, second) => {
    await expect(settled(direction, [page(at(first)), page(at(second))])).rejects.toMatchObject({
      problem: { code: 'OUT_OF_ORDER' },
    });
  });
});

describe('records that stand again on a later page', () => {
  test('are passed over', async () => {
    const pages = [page(at(9_000), at(7_000), at(5_000)), page(at(7_000), at(5_000), at(3_000))];
    expect(await settled('DESC', pages)).toEqual(['9000', '7000', '|6000', '5000', '|4000', '3000']);
  });

  test('however many pages ago they were read', async () => {
    const pages = [page(at(9_000)), page(at(7_000)), page(at(5_000), at(9_000)), page(at(3_000))];
    expect(await settled('DESC', pages)).toEqual(['|10000', '9000', '|8000', '7000', '|6000', '5000', '|4000', '3000']);
  });

  test('but not others of their time, nor those of their id at another time', async () => {
    for (const stranger of [at(9_000, 'another'), at(8_000, '9000')]) {
      const pages = [page(at(9_000), at(7_000)), page(at(5_000), stranger)];
      await expect(settled('DESC', pages)).rejects.toMatchObject({ problem: { code: 'OUT_OF_ORDER' } });
    }
  });
});

describe('a whole slice', () => {
  test.each<[string, Entry[]]>([
    ['in order', [at(9_000), at(5_000)]],
    ['the other way round', [at(5_000), at(9_000)]],
    ['in no order', [at(7_000), at(5_000), at(9_000)]],
  ])('%s comes out in order, and is whole up to its boundary', async (_, entries) => {
    const given = await settled('DESC', [slice(4_000, ...entries), slice(1_000, at(2_000))]);
    expect(given).toEqual([
      ...entries
        .map((entry) => (entry as never as { event: { action: string } }).event.action)
        .toSorted()
        .toReversed(),
      '|4000',
      '2000',
      '|1000',
    ]);
  });

  test('an empty one is still whole', async () => {
    expect(await settled('ASC', [slice(4_000), slice(9_000, at(5_000))])).toEqual(['|4000', '5000', '|9000']);
  });
});

describe('a record without a time', () => {
  test('lies between its neighbours', async () => {
    expect(await settled('DESC', [page(at(9_000), unplaced, at(5_000))])).toEqual([
      '9000',
      '[5000,10000)',
      '|6000',
      '5000',
    ]);
    expect(await settled('ASC', [page(at(5_000), unplaced), page(at(9_000))])).toEqual([
      '5000',
      '[5000,10000)',
      '|9000',
      '9000',
    ]);
  });

  test('lies before the first, or past the last, where it has but one neighbour', async () => {
    expect(await settled('DESC', [page(unplaced, at(5_000))])).toEqual(['[5000,100000)', '|6000', '5000']);
    expect(await settled('DESC', [page(at(5_000), unplaced)])).toEqual(['5000', '[0,6000)']);
  });

  test('lies anywhere in a slice that is in no order', async () => {
    expect(await settled('DESC', [slice(4_000, at(7_000), unplaced, at(5_000), at(9_000))])).toEqual([
      '9000',
      '7000',
      '5000',
      '[4000,100000)',
      '|4000',
    ]);
  });
});
