import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/domain/canonical.ts';
import type { AuditEvent } from '../../src/domain/event.ts';
import { EXPORT_FORMATS } from '../../src/domain/export/columns.ts';
import { printEvent } from '../../src/domain/export/print-event.ts';
import { EARLIEST, fromMillis, SECOND } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/json.ts';
import { follow, parsePointer } from '../../src/domain/json-pointer.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { eventTypeOf } from '../../src/schema/kinds.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Lease } from '../../src/store/port/archive-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { syncOnce } from '../../src/sync/sync-once.ts';
import { eventsOf, gatewayOf, walk } from '../fakes/gateway-of.ts';
import { databases } from '../store/databases.ts';
import { ALL, storedEvents } from '../store/stored-events.ts';
import { withHostileRecords } from './hostile-records.ts';
import { VENDORS, type VendorKind, type World, world } from './worlds.ts';

const now = () => fromMillis(Date.now());

function hostileWorld(kind: VendorKind): Promise<World> {
  return world(kind, { events: 120, burst: 2, seed: 9, rewrite: (body) => withHostileRecords(kind, body) });
}

async function copied(store: EventStore, { source, whole }: World, kind: VendorKind): Promise<void> {
  await store.openArchives([{ key: source.key, kind, place: 'here', archived: true }]);
  const lease = (await store.leases.acquire(`sync ${source.key}`, 60_000)) as Lease;
  const rules = { pollUs: 60 * SECOND, beginsAt: () => EARLIEST };
  const archive = { key: source.key, name: kind, kind, lane: whole, latenessUs: 600 * SECOND, ...rules };
  const { signal } = new AbortController();
  const { failure } = await syncOnce({ source: archive, store, lease, rules: BUILT_IN, now, signal });
  expect(failure).toBeNull();
}

/** As JSON with members in one order: PostgreSQL keeps those of `raw` in an order of its own. */
function shown(event: AuditEvent): string {
  const { recordedAt: _, ...rest } = event;
  return canonicalJson(JSON.parse(JSON.stringify(rest)) as Json);
}

function valueAt({ raw }: AuditEvent, pointer: string): Json {
  const found = follow(raw, parsePointer(pointer) ?? []);
  return found.found ? found.value : null;
}

describe.each(databases)('hostile records, kept on $name', (database) => {
  let store: EventStore;
  beforeAll(async () => {
    const { options, drop } = await database.create('migrated');
    store = await openStore({ ...options, rules: BUILT_IN, archived: [...VENDORS] as never, now });
    return async () => {
      await store.close();
      await drop();
    };
  });

  test.each(VENDORS)(
    '%s: each is an event, marked; the others are whole; the archive goes on and is equal',
    async (kind) => {
      const vendor = await hostileWorld(kind);
      try {
        const pages = await walk(gatewayOf([vendor.source], Date.now), { first: 50 });
        const live = eventsOf(pages);
        expect(pages.map(({ coverage }) => coverage.complete)).not.toContain(false);
        expect(live).toHaveLength(vendor.truth().length);

        const [marked, plain] = [true, false].map((is) =>
          live.filter(({ keptAsText }) => keptAsText.length > 0 === is),
        );
        expect(marked?.length).toBeGreaterThan(10);
        const truth = new Set(vendor.truth().map(shown));
        expect(plain?.map(shown).filter((event) => !truth.has(event))).toEqual([]);
        for (const event of marked ?? []) {
          expect(valueAt(event, '/hostile/number')).toBe('1e400');
          expect(valueAt(event, '/hostile/id')).toBe('9007199254740993');
          expect(event.keptAsText).toContain('/hostile/nan');
          expect(event.keptAsText.filter((pointer) => typeof valueAt(event, pointer) !== 'string')).toEqual([]);
        }

        await copied(store, vendor, kind);
        const stored = (await storedEvents(store)).filter(({ source }) => source === vendor.source.key);
        expect(stored.map(shown)).toEqual(live.map(shown));
        const typeNames = new Map([[vendor.source.key, eventTypeOf(kind)]]);
        for (const format of EXPORT_FORMATS) {
          const texts: string[] = [];
          for await (const { text } of store.print?.(ALL, { format, typeNames }, new AbortController().signal) ?? []) {
            texts.push(Buffer.from(text).toString());
          }
          expect(texts.join('')).toBe(live.map((event) => printEvent(event, { format, typeNames })).join(''));
        }
      } finally {
        await vendor.close();
      }
    },
  );
});
