import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventId } from '../../src/domain/event-id.ts';
import { EVERYTHING } from '../../src/domain/filter.ts';
import { instant } from '../../src/domain/instant.ts';
import { NEWEST_FIRST } from '../../src/domain/order.ts';
import { ALL_TIME, placeOf } from '../../src/domain/position.ts';
import type { EventQuery } from '../../src/domain/query.ts';
import type { Item } from '../../src/lanes/lane.ts';
import { sorted } from '../../src/lanes/sorted.ts';
import { aDirection } from '../fakes/arbitrary.ts';
import { type ArrayLaneOptions, arrayLane } from '../fakes/array-lane.ts';
import { someEvent } from '../fakes/some-event.ts';

const events = ['c', 'a', 'b', 'd', ''].map((action, index) =>
  someEvent({ id: eventId('s', `${index}`), occurredAt: instant(index + 1), action }),
);
const query: EventQuery = {
  where: EVERYTHING,
  window: ALL_TIME,
  ...NEWEST_FIRST,
  after: null,
  take: 1,
  now: instant(9),
};

async function read(asked: EventQuery, more: Partial<ArrayLaneOptions> = {}) {
  const { open } = arrayLane({ key: 's', events, pageSize: 2, ...more });
  const items: Item[] = [];
  for await (const item of sorted(open, asked, new AbortController().signal)) items.push(item);
  return {
    actions: items.flatMap((item) => (item.kind === 'event' ? [item.event.action] : [])),
    gaps: items.flatMap((item) =>
      item.kind === 'gap' ? [[item.window.from, item.window.until, item.problem.code]] : [],
    ),
  };
}

describe('a lane that can be read by time alone', () => {
  test('is sorted by a key, what has none first or last', async () => {
    expect((await read({ ...query, by: 'action', direction: 'ASC' })).actions).toEqual(['a', 'b', 'c', 'd', '']);
    expect((await read({ ...query, by: 'action', direction: 'DESC' })).actions).toEqual(['', 'd', 'c', 'b', 'a']);
  });

  test('is resumed past any place', async () => {
    await fc.assert(
      fc.asyncProperty(aDirection(), fc.nat(4), async (direction, at) => {
        const asked = { ...query, by: 'action', direction } as const;
        const { actions } = await read(asked);
        const place = events.find(({ action }) => action === actions[at]);
        const after = place ? placeOf(place, asked) : null;
        expect((await read({ ...asked, after })).actions).toEqual(actions.slice(at + 1));
      }),
    );
  });

  test('that pauses has the rest of the time asked for as its gap, beside what was read by then', async () => {
    const told = await read({ ...query, by: 'action', direction: 'ASC' }, { pauseAt: 1 });
    expect(told.actions).toEqual(['']);
    expect(told.gaps).toEqual([[ALL_TIME.from, instant(5), 'SCAN_LIMIT']]);
  });

  test('that fails gives nothing', async () => {
    await expect(read({ ...query, by: 'action' }, { failAt: 1 })).rejects.toThrow('switched off');
  });
});
