import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/domain/event.ts';
import { InputError } from '../../src/domain/input-error.ts';
import { instant } from '../../src/domain/instant.ts';
import { encodeArrivalCursor } from '../../src/federation/ask/arrival-cursor.ts';
import { encodeCursor } from '../../src/federation/ask/cursor.ts';
import { BATCH } from '../../src/federation/follow/arrival-feed.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { fakeArrivals } from '../fakes/fake-arrivals.ts';
import { connected, gatewayOf, NOON } from '../fakes/gateway-of.ts';
import { SEAL } from '../fakes/seal.ts';
import { event, events, held, idsOf, settled, take, world } from './followed.ts';

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
    ['damaged', `${encodeArrivalCursor(0, SEAL).slice(0, -1)}_`, '"'],
    ['of a number that is none', encodeArrivalCursor(-1, SEAL), '"'],
    ['of a fraction', encodeArrivalCursor(0.5, SEAL), '"'],
    ['ahead of the store', encodeArrivalCursor(2, SEAL), 'one that is ahead of everything in this store'],
    [
      'of an event that is not stored',
      encodeCursor({ position: event('not stored'), asOf: instant(0), question: 'any' }, SEAL),
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
    const asked = gateway.events({ after: encodeArrivalCursor(1, SEAL) }, new AbortController().signal);
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
