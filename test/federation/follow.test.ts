import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/domain/event.ts';
import { InputError } from '../../src/domain/input-error.ts';
import { instant } from '../../src/domain/instant.ts';
import { encodeArrivalCursor } from '../../src/federation/ask/arrival-cursor.ts';
import { encodeCursor } from '../../src/federation/ask/cursor.ts';
import type { FollowArguments } from '../../src/federation/ask/follow-question.ts';
import { BATCH } from '../../src/federation/follow/arrival-feed.ts';
import type { Edge } from '../../src/federation/gateway.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { fakeArrivals } from '../fakes/fake-arrivals.ts';
import { fakeEvent, fakeSource } from '../fakes/fake-sources.ts';
import { connected, gatewayOf, NOON } from '../fakes/gateway-of.ts';

const SOURCES = [fakeSource('salt', 'salt-live'), fakeSource('f5xc', 'f5', { mode: 'archive' }), fakeSource('gateway')];

function world(options: Parameters<typeof fakeArrivals>[0] = {}) {
  const arrivals = fakeArrivals(options);
  const gateway = gatewayOf(SOURCES, () => NOON, arrivals);
  const follow = async (args: FollowArguments = {}) => {
    const client = new AbortController();
    const stream = await gateway.added(args, client.signal);
    return { edges: stream[Symbol.asyncIterator](), leave: () => client.abort() };
  };
  return { arrivals, gateway, follow };
}

const event = (key: string, more: Partial<AuditEvent> = {}, source = 'gateway') => fakeEvent(source, key, more);
const events = (count: number) => Array.from({ length: count }, (_, index) => event(`${index}`));

async function take(edges: AsyncIterator<Edge>, count: number): Promise<readonly Edge[]> {
  const taken: Edge[] = [];
  while (taken.length < count) {
    const { value, done } = await edges.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

const idsOf = (edges: readonly Edge[]) => edges.map((edge) => edge.event.id);

describe('who follows', () => {
  test('is given what arrives from now on, in order of arrival, whatever its time', async () => {
    const { arrivals, follow } = world({ holes: () => 3 });
    arrivals.arrive(event('before'));
    const { edges, leave } = await follow();
    const late = event('late', { occurredAt: instant(NOON * 1_000 - 86_400_000_000) });
    const all = [event('a'), late, event('b')];
    for (const each of all) arrivals.arrive(each);
    expect(idsOf(await take(edges, 3))).toEqual(all.map(({ id }) => id));
    leave();
  });

  test('begins at the moment of subscribing, not at that of the first reading', async () => {
    const { arrivals, follow } = world();
    const { edges, leave } = await follow();
    const first = event('first');
    arrivals.arrive(first);
    expect(idsOf(await take(edges, 1))).toEqual([first.id]);
    leave();
  });

  test('goes on past any cursor it was given, with any filter', async () => {
    const { arrivals, follow } = world({ holes: () => 1 });
    const all = events(5);
    const { edges, leave } = await follow();
    for (const each of all) arrivals.arrive(each);
    const [, second] = await take(edges, 2);
    leave();
    const again = await follow({ after: second?.cursor ?? null, filter: { text: 'login' } });
    expect(idsOf(await take(again.edges, 3))).toEqual(all.slice(2).map(({ id }) => id));
    again.leave();
  });

  test('goes on past its last cursor when that event has been pruned since', async () => {
    const { arrivals, follow } = world();
    const [first, second] = events(2) as [AuditEvent, AuditEvent];
    const { edges, leave } = await follow();
    arrivals.arrive(first);
    const [edge] = await take(edges, 1);
    leave();
    arrivals.remove(first);
    const again = await follow({ after: edge?.cursor ?? null });
    arrivals.arrive(second);
    expect(idsOf(await take(again.edges, 1))).toEqual([second.id]);
    again.leave();
  });

  test('is given what passes the filter, of sources that are archived now', async () => {
    const { arrivals, follow } = world();
    const { edges, leave } = await follow({ filter: { action: { eq: 'login' } } });
    const wanted = [event('a'), event('b', {}, 'f5')];
    const others = [event('c', { action: 'logout' }), event('d', {}, 'salt-live'), event('e', {}, 'gone')];
    for (const each of [...others, ...wanted]) arrivals.arrive(each);
    expect(idsOf(await take(edges, 2))).toEqual(wanted.map(({ id }) => id));
    leave();
  });

  test('means with a relative time that of subscribing', async () => {
    const { arrivals, follow } = world();
    const { edges, leave } = await follow({ filter: { occurredAt: { from: 'now-1h' } } });
    const at = (minutes: number) => ({ occurredAt: instant((NOON + minutes * 60_000) * 1_000) });
    const recent = event('recent', at(-59));
    arrivals.arrive(event('old', at(-61)));
    arrivals.arrive(recent);
    expect(idsOf(await take(edges, 1))).toEqual([recent.id]);
    leave();
  });

  test('reads nothing before it asks, and one batch ahead at most', async () => {
    const { arrivals, follow } = world();
    const { edges, leave } = await follow();
    for (const each of events(2 * BATCH + 1)) arrivals.arrive(each);
    expect(arrivals.reads).toEqual([]);
    await take(edges, BATCH);
    expect(arrivals.reads).toEqual([0]);
    await take(edges, 1);
    expect(arrivals.reads).toEqual([0, BATCH]);
    leave();
  });
});

describe('news is not lost', () => {
  test('that comes when a read knows its answer, but has not given it yet', async () => {
    const missed = event('missed');
    let first = true;
    const { arrivals, follow } = world({
      delay: async () => {
        if (first) arrivals.arrive(missed);
        first = false;
      },
    });
    const { edges, leave } = await follow();
    expect(idsOf(await take(edges, 1))).toEqual([missed.id]);
    leave();
  }, 5_000);

  test('to who asks just what somebody else is being answered already', async () => {
    const hold = held();
    let first = true;
    const { arrivals, follow } = world({
      delay: () => {
        const wait = first ? hold.promise : Promise.resolve();
        first = false;
        return wait;
      },
    });
    const [one, other] = [await follow(), await follow()];
    const asked = take(one.edges, 1);
    const missed = event('missed');
    arrivals.arrive(missed);
    const askedToo = take(other.edges, 1);
    hold.resolve();
    expect(idsOf([...(await asked), ...(await askedToo)])).toEqual([missed.id, missed.id]);
    one.leave();
    other.leave();
  }, 5_000);

  test('that came while nobody listened', async () => {
    const hold = held();
    let first = true;
    const { arrivals, follow } = world({
      delay: () => {
        const wait = first ? hold.promise : Promise.resolve();
        first = false;
        return wait;
      },
    });
    const [one, other] = [await follow(), await follow()];
    const asked = take(one.edges, 1);
    one.leave();
    const missed = event('missed');
    arrivals.arrive(missed);
    const askedToo = take(other.edges, 1);
    hold.resolve();
    expect(idsOf([...(await asked), ...(await askedToo)])).toEqual([missed.id]);
    other.leave();
  }, 5_000);

  test('and what is called news for nothing yields nothing', async () => {
    const { arrivals, follow } = world();
    const { edges, leave } = await follow();
    const asked = take(edges, 1);
    for (let times = 0; times < 3; times++) {
      arrivals.ring();
      await settled();
    }
    const only = event('only');
    arrivals.arrive(only);
    expect(idsOf(await asked)).toEqual([only.id]);
    leave();
  });

  test('and is read once for all who have got equally far', async () => {
    const { arrivals, follow } = world();
    const followers = await Promise.all(Array.from({ length: 50 }, () => follow()));
    const asked = followers.map(({ edges }) => take(edges, 1));
    await settled();
    expect(arrivals.listeners()).toBe(1);
    expect(arrivals.reads).toHaveLength(1);
    arrivals.arrive(event('a'));
    expect((await Promise.all(asked)).flat()).toHaveLength(50);
    expect(arrivals.reads).toHaveLength(2);
    for (const { leave } of followers) leave();
    expect(arrivals.listeners()).toBe(0);
  });
});

describe('following ends', () => {
  test('when its signal aborts while it waits', async () => {
    const { arrivals, follow } = world();
    const { edges, leave } = await follow();
    const asked = edges.next();
    await settled();
    expect(arrivals.listeners()).toBe(1);
    leave();
    expect(await asked).toEqual({ value: undefined, done: true });
    expect(arrivals.listeners()).toBe(0);
  });

  test('when its signal aborts while nobody asks, and nothing more is read', async () => {
    const { arrivals, follow } = world();
    const { edges, leave } = await follow();
    for (const each of events(3)) arrivals.arrive(each);
    await take(edges, 1);
    leave();
    expect(arrivals.listeners()).toBe(0);
    expect(await edges.next()).toEqual({ value: undefined, done: true });
    expect(arrivals.reads).toEqual([0]);
  });

  test('when its reader returns it', async () => {
    const { arrivals, follow } = world();
    const { edges } = await follow();
    arrivals.arrive(event('a'));
    await take(edges, 1);
    await edges.return?.();
    expect(arrivals.listeners()).toBe(0);
  });

  test('while a read is under way, which goes on for the others and ends with the last of them', async () => {
    const hold = held();
    const { arrivals, follow } = world({ delay: () => hold.promise });
    const [one, other] = [await follow(), await follow()];
    const [asked, askedToo] = [one.edges.next(), other.edges.next()];
    await settled();
    one.leave();
    expect(await asked).toEqual({ value: undefined, done: true });
    expect([arrivals.reads, arrivals.left]).toEqual([[0], []]);
    other.leave();
    expect(await askedToo).toEqual({ value: undefined, done: true });
    expect(arrivals.left).toEqual([0]);
  });

  test('with what the store throws', async () => {
    const { arrivals, follow } = world({ delay: () => Promise.reject(new Error('the database is gone')) });
    const { edges } = await follow();
    await expect(edges.next()).rejects.toThrow('the database is gone');
    expect(arrivals.listeners()).toBe(0);
  });

  test('before it begins, when its signal has aborted already', async () => {
    const { arrivals, gateway } = world();
    const stream = await gateway.added({}, AbortSignal.abort());
    expect(await stream[Symbol.asyncIterator]().next()).toEqual({ value: undefined, done: true });
    expect(arrivals.listeners()).toBe(0);
  });
});

describe('a cursor', () => {
  const stored = event('stored', { occurredAt: instant(NOON * 1_000) });
  const archive = connected(arrayLane({ key: 'gateway', events: [stored, event('not stored')] }), { mode: 'archive' });

  async function page() {
    const arrivals = fakeArrivals();
    const gateway = gatewayOf([archive], () => NOON, arrivals);
    arrivals.arrive(stored);
    const { edges } = await gateway.events({}, new AbortController().signal);
    return { arrivals, gateway, edges };
  }

  test('of an edge of auditEvents leads to what arrived after that event', async () => {
    const { arrivals, gateway, edges } = await page();
    const next = event('next');
    arrivals.arrive(next);
    const { cursor: after = null } = edges.find((edge) => edge.event.id === stored.id) ?? {};
    const stream = await gateway.added({ after }, new AbortController().signal);
    expect(idsOf(await take(stream[Symbol.asyncIterator](), 1))).toEqual([next.id]);
  });

  const expected = 'after: expected the cursor of an edge of auditEventAdded, or of a stored event of auditEvents';

  test.each([
    ['empty', '', '""'],
    ['nonsense', 'bm9uc2Vuc2U', '"bm9uc2Vuc2U"'],
    ['damaged', `${encodeArrivalCursor(0).slice(0, -1)}_`, '"'],
    ['of a number that is none', encodeArrivalCursor(-1), '"'],
    ['of a fraction', encodeArrivalCursor(0.5), '"'],
    ['ahead of the store', encodeArrivalCursor(2), 'one that is ahead of everything in this store'],
    [
      'of an event that is not stored',
      encodeCursor({ position: event('not stored'), asOf: instant(0), question: 'any' }),
      'that of an event which is not in the store',
    ],
  ])('is refused when it is %s', async (_what, after, found) => {
    const { gateway } = await page();
    const asked = gateway.added({ after }, new AbortController().signal);
    await expect(asked).rejects.toThrow(InputError);
    await expect(asked).rejects.toThrow(`${expected}, but got ${found}`);
  });

  test('of auditEventAdded is no place in a page', async () => {
    const { gateway } = await page();
    const asked = gateway.events({ after: encodeArrivalCursor(1) }, new AbortController().signal);
    await expect(asked).rejects.toThrow(
      'after: expected a cursor of an earlier page, but got a cursor of auditEventAdded',
    );
  });

  test('and a filter are checked before anything is followed', async () => {
    const { gateway, arrivals } = await page();
    const asked = gateway.added({ filter: { sources: ['x'] } }, new AbortController().signal);
    await expect(asked).rejects.toThrow('filter.sources: expected source keys among gateway, but got "x"');
    expect(arrivals.listeners()).toBe(0);
  });
});

/** Everything that can happen without news has happened. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function held(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
