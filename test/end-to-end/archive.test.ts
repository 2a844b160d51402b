import { beforeEach, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/domain/canonical.ts';
import type { AuditEvent } from '../../src/domain/event.ts';
import { EARLIEST, fromMillis, SECOND } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/json.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import type { EventsArguments } from '../../src/federation/ask/asked-page.ts';
import type { ConnectedSource } from '../../src/federation/connected-source.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Lease } from '../../src/store/port/archive-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { syncOnce } from '../../src/sync/sync-once.ts';
import { anyones, eventsOf, gatewayOf, walk } from '../fakes/gateway-of.ts';
import { databases } from '../store/databases.ts';
import { VENDORS, type VendorKind, type World, world } from './worlds.ts';

const RULES = { pollUs: 60 * SECOND, beginsAt: () => EARLIEST };
const now = () => fromMillis(Date.now());

/** Questions whose answers must not depend on where the events are kept. */
const QUESTIONS: readonly EventsArguments[] = [
  {},
  { sort: { field: 'OCCURRED_AT', direction: 'ASC' } },
  { filter: { outcome: ['FAILURE'] } },
  { filter: { actor: { name: { exists: true } }, not: { operation: ['READ', 'LOGIN'] } } },
  { filter: { occurredAt: { from: 'now-10d', to: 'now-3d' } } },
  { filter: { text: 'a' } },
];

async function copied(store: EventStore, { source, whole }: World, kind: VendorKind): Promise<void> {
  await store.openArchives([{ key: source.key, kind, place: 'here', archived: true }]);
  const lease = (await store.leases.acquire(`sync ${source.key}`, 60_000)) as Lease;
  const archive = { key: source.key, name: kind, kind, lane: whole, latenessUs: 600 * SECOND, ...RULES };
  const { signal } = new AbortController();
  const { failure } = await syncOnce({ source: archive, store, lease, rules: BUILT_IN, now, signal });
  expect(failure).toBeNull();
}

function archivedGateway(store: EventStore, { source }: World) {
  const archived: ConnectedSource = { ...source, mode: 'archive', lane: store, archive: RULES };
  return anyones({
    ...{ sources: [archived], syncStates: () => store.syncStates(), stored: (places) => store.at(places) },
    ...{ arrivals: store, clock: Date.now },
  });
}

/** As JSON with members in one order: PostgreSQL keeps those of `raw` in an order of its own. */
function shown(events: readonly AuditEvent[]): readonly string[] {
  return events.map(({ recordedAt: _, ...event }) => canonicalJson(JSON.parse(JSON.stringify(event)) as Json));
}

describe.each(databases)('kept on $name', (database) => {
  let store: EventStore;
  let end: () => Promise<void>;
  beforeEach(async () => {
    const { options, drop } = await database.create('migrated');
    store = await openStore({ ...options, rules: BUILT_IN, archived: [...VENDORS] as never, now });
    end = async () => {
      await store.close();
      await drop();
    };
    return () => end();
  });

  test.each(VENDORS)('%s answers the same list as when it is asked itself', async (kind) => {
    const vendor = await world(kind, { events: 400, burst: 5, seed: 77 });
    try {
      await copied(store, vendor, kind);
      const archive = archivedGateway(store, vendor);
      const live = gatewayOf([vendor.source], Date.now);
      for (const question of QUESTIONS) {
        const stored = await walk(archive, { ...question, first: 150 });
        const asked = await walk(live, { ...question, first: 150 });
        expect(shown(eventsOf(stored))).toEqual(shown(eventsOf(asked)));
        expect(stored.map(({ coverage }) => coverage.complete)).not.toContain(false);
      }
      expect(await store.stored()).toBe(vendor.truth().length);
    } finally {
      await vendor.close();
    }
  });
});
