import { beforeAll, describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { and, type FilterExpr, is, or } from '../../src/domain/filter.ts';
import { plus } from '../../src/domain/instant.ts';
import type { Direction } from '../../src/domain/order.ts';
import type { Item } from '../../src/lanes/lane.ts';
import { LARGEST_PAGE } from '../../src/store/events/store-lane.ts';
import { someEvent } from '../fakes/some-event.ts';
import { databases, OPENED, openTestStore, useStore } from './databases.ts';
import { insertRows } from './insert-rows.ts';
import { ALL } from './stored-events.ts';

const COUNT = 2_400;
const events = Array.from({ length: COUNT }, (_, number) => ({
  ...someEvent({ action: number % 1_000 === 7 ? 'rare' : 'usual', occurredAt: plus(OPENED, number) }),
  id: eventId('gateway', String(number)),
  recordedAt: OPENED,
}));

const rare = is('action', { op: 'eq', value: 'rare', ignoreCase: false });
const rareHere = is('action', { op: 'matches', pattern: '^rare$', ignoreCase: false });
const never = new AbortController().signal;

describe.each(databases)('the lane on $name', (kind) => {
  const open = useStore(kind);
  beforeAll(async () => {
    await insertRows(open().database, events);
  });

  async function read(where: FilterExpr, take: number, direction: Direction = 'DESC'): Promise<readonly Item[]> {
    const items: Item[] = [];
    for await (const item of open().store.open({ ...ALL, where, take, direction }, never)) items.push(item);
    return items;
  }

  test('reads pages that grow, one more than is expected to be needed first, and never above the largest', async () => {
    const items = await read(and(), 9);
    const scans = reports(items).map(({ scanned }) => scanned);
    expect(scans).toEqual([10, 50, 210, 850, 1_850, 2_400]);
    expect(Math.max(...scans.map((scanned, index) => scanned - (scans[index - 1] ?? 0)))).toBe(LARGEST_PAGE);
    expect(eventsOf(items)).toHaveLength(COUNT);
  });

  test('reads one page for a reader that takes what it said, however much there is', async () => {
    const items: Item[] = [];
    for await (const item of open().store.open({ ...ALL, take: 9 }, never)) {
      items.push(item);
      if (eventsOf(items).length === 9) break;
    }
    expect(reports(items)).toEqual([
      {
        ...{ requests: 1, scanned: 10, matched: 10, pushedDown: [], filteredHere: [] },
        shares: new Map([['salt-prod', { scanned: 10, matched: 10 }]]),
      },
    ]);
  });

  test.each<Direction>(['ASC', 'DESC'])(
    'tells how far it is whole (%s) where what it read did not match',
    async (direction) => {
      const items = await read(rareHere, 99, direction);
      expect(eventsOf(items)).toHaveLength(3);
      expect(reports(items).at(-1)).toMatchObject({ requests: 4, scanned: COUNT, matched: 3 });
      const marks = items.flatMap((item) => (item.kind === 'mark' ? [item.at.occurredAt - OPENED] : []));
      expect(marks).toEqual(direction === 'ASC' ? [99, 499, 1_499] : [2_301, 1_901, 901]);
    },
  );

  test.each<{ filter: FilterExpr; pushedDown: readonly string[]; filteredHere: readonly string[] }>([
    { filter: rare, pushedDown: ['action'], filteredHere: [] },
    { filter: rareHere, pushedDown: [], filteredHere: ['action'] },
    { filter: and(rare, rareHere), pushedDown: ['action'], filteredHere: ['action'] },
    {
      filter: or(rareHere, is('recordType', { op: 'under', values: ['a'] })),
      pushedDown: [],
      filteredHere: ['action', 'recordTypeUnder'],
    },
  ])('reports what the database applied ($pushedDown) and what was tested here ($filteredHere)', async (asked) => {
    const [report] = reports(await read(asked.filter, 5));
    expect(report).toMatchObject({ pushedDown: asked.pushedDown, filteredHere: asked.filteredHere });
  });

  test.each([rare, rareHere])('counts all that match, past its place', async (where) => {
    const { store } = open();
    expect(await store.count({ ...ALL, where }, never)).toBe(3);
    const [first] = eventsOf(await read(where, 5));
    expect(await store.count({ ...ALL, where, after: first as AuditEvent }, never)).toBe(2);
  });

  test('stops between pages when its signal aborts', async () => {
    const aborting = new AbortController();
    const items: Item[] = [];
    const reading = (async () => {
      for await (const item of open().store.open({ ...ALL, take: 0 }, aborting.signal)) {
        items.push(item);
        aborting.abort(new Error('enough'));
      }
    })();
    await expect(reading).rejects.toThrow('enough');
    expect(reports(items)).toHaveLength(1);
    await expect(open().store.count(ALL, aborting.signal)).rejects.toThrow('enough');
  });

  test('fails as a source that does not answer when its database is gone', async () => {
    const { store, close } = await openTestStore(kind);
    await close();
    const reading = (async () => {
      for await (const item of store.open(ALL, never)) expect(item).toBeUndefined();
    })();
    await expect(reading).rejects.toMatchObject({ code: 'SOURCE_ERROR', problem: { code: 'UNREACHABLE' } });
    await expect(store.ready()).rejects.toThrow();
  });
});

function reports(items: readonly Item[]) {
  return items.flatMap((item) => (item.kind === 'report' ? [item.report] : []));
}
function eventsOf(items: readonly Item[]) {
  return items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
}
