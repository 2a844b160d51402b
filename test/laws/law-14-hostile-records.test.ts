import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/domain/canonical.ts';
import type { AuditEvent } from '../../src/domain/event.ts';
import { EARLIEST, fromMillis, SECOND } from '../../src/domain/instant.ts';
import type { Json, JsonObject } from '../../src/domain/json.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Lease } from '../../src/store/port/archive-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { syncOnce } from '../../src/sync/sync-once.ts';
import { rewritten, withMembers } from '../end-to-end/hostile-records.ts';
import { VENDORS, type VendorKind, type World, world } from '../end-to-end/worlds.ts';
import { hostileMembers } from '../fakes/arbitrary-hostile.ts';
import { eventsOf, gatewayOf, walk } from '../fakes/gateway-of.ts';
import { ask } from '../schema/ask.ts';
import { everyField } from '../schema/every-field.ts';
import { databases, type TestDatabase } from '../store/databases.ts';
import { storedEvents } from '../store/stored-events.ts';

/** How many records are made hostile in all; `HOSTILE_RECORDS=20000` for a long run. */
const HOSTILE = Number(process.env.HOSTILE_RECORDS ?? 1_000);
/** One in so many records is. */
const ONE_IN = 2;
const EVENTS = Math.ceil((HOSTILE * ONE_IN) / VENDORS.length / databases.length);

/** What places a record and makes it itself: with another time or id it would be another record. */
const ITSELF = new Set([
  'id',
  'start_time',
  'timestamp',
  'time',
  '@timestamp',
  'messageid',
  'logId',
  'requestUuid',
  'resourceUuid',
  'apiName',
]);

function fingerprint(record: JsonObject, seed: number): number {
  let sum = seed % 1_000_003;
  for (const character of JSON.stringify(record)) sum = (sum * 31 + character.charCodeAt(0)) % 1_000_003;
  return sum;
}

/** The same record always becomes the same hostile one, however often it is asked for. */
function hostile(record: JsonObject, seed: number): string | null {
  const drawn = fingerprint(record, seed);
  if (drawn % ONE_IN !== 0) return null;
  const names = Object.keys(record).filter((name) => !ITSELF.has(name));
  const [members = []] = fc.sample(hostileMembers(names), { seed: drawn, numRuns: 1 });
  return withMembers(record, members);
}

/** As JSON with members in one order: PostgreSQL keeps those of `raw` in an order of its own. */
function shown(event: AuditEvent): string {
  const { recordedAt: _, ...rest } = event;
  return canonicalJson(JSON.parse(JSON.stringify(rest)) as Json);
}

const now = () => fromMillis(Date.now());

async function sync(store: EventStore, { source, whole }: World, kind: VendorKind) {
  await store.openArchives([{ key: source.key, kind, place: 'here', archived: true }]);
  const lease = (await store.leases.acquire(`sync ${source.key}`, 60_000)) as Lease;
  const rules = { pollUs: 60 * SECOND, beginsAt: () => EARLIEST };
  const archive = { key: source.key, name: kind, kind, lane: whole, latenessUs: 600 * SECOND, ...rules };
  const { signal } = new AbortController();
  return syncOnce({ source: archive, store, lease, rules: BUILT_IN, now, signal });
}

const PAGE = `query ($after: String) {
  auditEvents(first: 200, after: $after) {
    nodes { ${everyField()} }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Every event of a walk, every field of it, as a client gets them. */
async function asked(gateway: ReturnType<typeof gatewayOf>): Promise<readonly { readonly id: string }[]> {
  const nodes: { readonly id: string }[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { data, errors } = await ask(PAGE, { gateway }, { after });
    expect(errors).toBeUndefined();
    nodes.push(...data.auditEvents.nodes);
    after = data.auditEvents.pageInfo.endCursor;
    more = data.auditEvents.pageInfo.hasNextPage;
  }
  return nodes;
}

describe.each(databases)(
  'nothing that one record holds hurts the rest: a live page and an archive on $name',
  (database: TestDatabase) => {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1_000_000));
    let store: EventStore;
    let drop: () => Promise<void>;
    beforeAll(async () => {
      const created = await database.create('migrated');
      store = await openStore({ ...created.options, rules: BUILT_IN, archived: [...VENDORS] as never, now });
      drop = created.drop;
    });
    afterAll(async () => {
      await store.close();
      await drop();
    });

    test.each(VENDORS)(`%s (SEED=${seed})`, async (kind) => {
      const vendor = await world(kind, {
        events: EVENTS,
        seed: 14,
        rewrite: (body) => rewritten(kind, body, (record) => hostile(record, seed)),
      });
      try {
        const gateway = gatewayOf([vendor.source], Date.now);
        const pages = await walk(gateway, { first: 200 });
        const live = eventsOf(pages).map(shown);
        expect(pages.flatMap(({ coverage }) => coverage.sources.map(({ problem }) => problem))).toEqual(
          pages.map(() => null),
        );
        expect(live).toHaveLength(vendor.truth().length);
        const whole = vendor
          .truth()
          .map(shown)
          .filter((event) => live.includes(event));
        expect(whole.length / live.length).toBeGreaterThan(1 / ONE_IN - 0.2);
        expect(whole.length / live.length).toBeLessThan(1 / ONE_IN + 0.2);

        expect(await asked(gateway)).toHaveLength(live.length);

        expect((await sync(store, vendor, kind)).failure).toBeNull();
        const stored = (await storedEvents(store)).filter(({ source }) => source === vendor.source.key);
        expect(stored.map(shown)).toEqual(live);
      } finally {
        await vendor.close();
      }
    });
  },
);
