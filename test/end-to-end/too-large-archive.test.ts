import { beforeEach, describe, expect, test } from 'vitest';
import { EARLIEST, fromMillis, SECOND } from '../../src/domain/instant.ts';
import { within } from '../../src/domain/position.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { archiveMissing, archiveProblem } from '../../src/federation/page/archive-coverage.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Lease } from '../../src/store/port/archive-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { syncOnce } from '../../src/sync/sync-once.ts';
import { eventsOf, gatewayOf, walk } from '../fakes/gateway-of.ts';
import { databases } from '../store/databases.ts';
import { storedEvents } from '../store/stored-events.ts';
import { largeWorld } from './large-record.ts';
import { VENDORS, type VendorKind, type World } from './worlds.ts';

const RULES = { pollUs: 60 * SECOND, beginsAt: () => EARLIEST };
const now = () => fromMillis(Date.now());

async function copier(store: EventStore, { source, whole }: World, kind: VendorKind) {
  await store.openArchives([{ key: source.key, kind, place: 'here', archived: true }]);
  const lease = (await store.leases.acquire(`sync ${source.key}`, 60_000)) as Lease;
  const archive = { key: source.key, name: kind, kind, lane: whole, latenessUs: 600 * SECOND, ...RULES };
  const { signal } = new AbortController();
  return async () => {
    expect(await syncOnce({ source: archive, store, lease, rules: BUILT_IN, now, signal })).toMatchObject({
      failure: null,
    });
    const state = (await store.syncStates()).get(source.key);
    if (!state) throw new Error('expected a source that is copied');
    const missing = archiveMissing(state, RULES, now());
    return { missing, problem: missing.length === 0 ? null : archiveProblem(state, RULES), last: state.lastProblem };
  };
}

describe.each(databases)('a record over the size cap, kept on $name', (database) => {
  let store: EventStore;
  beforeEach(async () => {
    const { options, drop } = await database.create('migrated');
    store = await openStore({ ...options, rules: BUILT_IN, archived: [...VENDORS] as never, now });
    return async () => {
      await store.close();
      await drop();
    };
  });

  test.each(VENDORS)(
    '%s: is named, all others are copied as they are answered live, and it is found when it shrinks',
    async (kind) => {
      const { vendor, grow } = await largeWorld(kind, 40);
      try {
        const copy = await copier(store, vendor, kind);
        const told = await copy();
        const pages = await walk(gatewayOf([vendor.source], Date.now), { first: 30 });
        const stored = (await storedEvents(store)).map(({ id }) => id);
        expect(stored).toEqual(eventsOf(pages).map(({ id }) => id));
        const lost = vendor.truth().filter(({ id }) => !stored.includes(id));
        expect(lost.length).toBeGreaterThan(0);
        for (const windows of [told.missing, pages.flatMap(({ coverage }) => coverage.sources[0]?.missing ?? [])]) {
          expect(lost.filter(({ occurredAt }) => !windows.some((each) => within(occurredAt, each)))).toEqual([]);
        }
        expect(told).toMatchObject({ problem: { code: 'RESPONSE_TOO_LARGE' }, last: { code: 'RESPONSE_TOO_LARGE' } });

        grow(false);
        expect(await copy()).toEqual({ missing: [], problem: null, last: null });
        expect(await storedEvents(store)).toHaveLength(vendor.truth().length);
      } finally {
        await vendor.close();
      }
    },
  );
});
