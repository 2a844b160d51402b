import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import { PLAIN_CSV } from '../../src/domain/export/csv-form.ts';
import { matches } from '../../src/domain/matches.ts';
import { rightOf, type Viewer } from '../../src/domain/viewer.ts';
import { createGateway } from '../../src/federation/create-gateway.ts';
import { aFilter, anEvent } from '../fakes/arbitrary.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { fakeArrivals } from '../fakes/fake-arrivals.ts';
import { connected, eventsOf, NOON, walk } from '../fakes/gateway-of.ts';
import { CURSOR_KEY } from '../fakes/seal.ts';

const LIVE = 'live' as SourceKey;
const STORED = ['gateway', 'copied'] as SourceKey[];
const KEYS = [LIVE, ...STORED];
const signal = new AbortController().signal;

const aViewer = (): fc.Arbitrary<Viewer> =>
  fc.record({
    name: fc.constant(null),
    sources: fc.option(fc.subarray(KEYS)),
    filter: aFilter(),
  });

const someEvents = () =>
  fc
    .uniqueArray(anEvent(), { selector: (event) => event.id, maxLength: 12 })
    .map((events) => events.map((event, index) => ({ ...event, source: KEYS[index % KEYS.length] as SourceKey })));

/** One live source and a store of two, all of whose events arrive as soon as somebody follows. */
function world(events: readonly AuditEvent[]) {
  const stored = events.filter(({ source }) => STORED.includes(source));
  const store = { ...arrayLane({ key: 'store', events: stored }), sources: STORED };
  const arrivals = fakeArrivals();
  const live = connected(arrayLane({ key: LIVE, events: events.filter(({ source }) => source === LIVE) }));
  const gateway = createGateway({
    sources: [live, ...STORED.map((key) => connected(store, { key, mode: 'archive' }))],
    syncStates: async () => new Map(),
    stored: async (places) => places.map(({ id }) => stored.find((event) => event.id === id) ?? null),
    arrivals,
    cursorKey: CURSOR_KEY,
    maxPageSize: 1_000,
    clock: () => NOON,
  });
  return { gateway, stored, arrive: () => stored.forEach(arrivals.arrive) };
}

const ids = (events: readonly AuditEvent[]) => events.map(({ id }) => id).toSorted();

test('whichever way a viewer asks, it is given all that it may see and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(someEvents(), aViewer(), async (events, viewer) => {
      const { gateway, stored, arrive } = world(events);
      const seen = gateway.as(viewer);
      const right = rightOf(viewer);
      const allowed = events.filter((event) => matches(event, right));

      expect(ids(eventsOf(await walk(seen, { first: 3 })))).toEqual(ids(allowed));

      const found = await seen.eventsAt(events, signal);
      expect(ids(found.filter((each): each is AuditEvent => each !== null && !(each instanceof Error)))).toEqual(
        ids(allowed),
      );

      let lines = 0;
      const exported = { format: 'ndjson', csv: PLAIN_CSV, filter: null, from: null, to: null, sort: 'DESC' } as const;
      for await (const { count } of seen.export(exported, signal)) lines += count;
      expect(lines).toBe(allowed.length);

      const arriving = allowed.filter((event) => stored.includes(event));
      const client = new AbortController();
      const stream = await seen.added({}, client.signal);
      arrive();
      const came: AuditEvent[] = [];
      setImmediate(() => setImmediate(() => client.abort()));
      for await (const { event } of stream) came.push(event);
      expect(ids(came)).toEqual(ids(arriving));
    }),
  );
});

test('a source that a viewer may not see is as if it were not there', async () => {
  const { gateway } = world([]);
  const seen = gateway.as({ name: null, sources: ['copied' as SourceKey], filter: { kind: 'and', all: [] } });
  expect(seen.sources.map(({ key }) => key)).toEqual(['copied']);
  const { coverage } = await seen.events({}, signal);
  expect(coverage.sources.map(({ source }) => source.key)).toEqual(['copied']);
  await expect(seen.events({ filter: { sources: ['live'] } }, signal)).rejects.toThrow(
    'filter.sources: expected source keys among copied, but got "live"',
  );
});
