import { expect, test } from 'vitest';
import type { SourceKey } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { EVERYTHING } from '../../src/domain/filter.ts';
import { EARLIEST, instant, LATEST } from '../../src/domain/instant.ts';
import type { Item } from '../../src/lanes/lane.ts';
import { sourceError } from '../../src/lanes/source-error.ts';
import { type OpenPart, smallerPages } from '../../src/sources/smaller-pages.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { someEvent } from '../fakes/some-event.ts';

const COUNT = 400;
const EVENTS = Array.from({ length: COUNT }, (_, index) =>
  someEvent({ occurredAt: instant(index * 1_000), id: eventId('a' as SourceKey, `${index}`), action: `${index}` }),
);
const query = { where: EVERYTHING, direction: 'ASC', take: COUNT, now: instant(COUNT * 1_000) } as const;
const window = { from: EARLIEST, until: LATEST };

/** The lane whose pages may hold one of the large events, and no more than so many records beside it. */
async function read(large: (index: number) => boolean, most: number) {
  const sizes: number[] = [];
  const given: string[] = [];
  const open: OpenPart = ({ pageSize, after }) => {
    sizes.push(pageSize);
    const lane = arrayLane({ key: 'a', events: EVENTS, pageSize });
    return tooLarge(lane.open({ ...query, window, after }, new AbortController().signal), pageSize);
  };
  async function* tooLarge(lane: AsyncIterable<Item>, pageSize: number): AsyncGenerator<Item> {
    for await (const item of lane) {
      const isLarge = item.kind === 'event' && large(Number(item.event.action)) && pageSize > most;
      if (isLarge) throw sourceError('RESPONSE_TOO_LARGE', 'too large');
      yield item;
    }
  }
  const end = async () => {
    for await (const item of smallerPages(open, { window, after: null, pageSize: 100 }, null)) {
      if (item.kind === 'event') given.push(item.event.action);
    }
  };
  return {
    sizes,
    given,
    error: await end().then(
      () => null,
      (error: unknown) => error,
    ),
  };
}

test('a page over the size cap is asked for again in smaller ones, which grow again past it; nothing is lost or doubled', async () => {
  const { sizes, given, error } = await read((index) => index === 150, 1);
  expect(error).toBeNull();
  expect(given).toEqual(EVENTS.map(({ action }) => action));
  expect(sizes).toEqual([100, 25, 6, 1, 2, 4, 8, 16, 32]);
});

test('one record that is too large alone is a failure where there is no way past it, after all before it was given', async () => {
  const { sizes, given, error } = await read((index) => index === 150, 0);
  expect(error).toMatchObject({ problem: { code: 'RESPONSE_TOO_LARGE' } });
  expect([sizes, given.length]).toEqual([[100, 25, 6, 1], 150]);
});
