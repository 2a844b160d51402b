import { GATEWAY } from '../../src/domain/event.ts';
import { fromMillis } from '../../src/domain/instant.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { VENDORS, type VendorKind, world } from '../end-to-end/worlds.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { seenOf, strictVendor } from '../fakes/strict-vendor.ts';
import { databases, OPENED, openTestStore } from '../store/databases.ts';
import { insertRows } from '../store/insert-rows.ts';
import { memoryStore } from '../store-kit/memory-store.ts';
import { KIT_KEY } from './lane/kit-events.ts';
import { laneKit, type MadeLane } from './lane/lane-kit.ts';
import { troubled } from './lane/troubled.ts';
import { VENDORS_OF_ALL_SORTS } from './lane/vendors-of-all-sorts.ts';
import type { Waivers } from './run-kit.ts';

const close = async () => {};

for (const grainUs of [1, 1_000, 1_000_000]) {
  laneKit(
    `the array lane, as fine as ${grainUs} µs`,
    async (events) => {
      const options = { key: KIT_KEY, events, grainUs, pageSize: 20 };
      return { lane: arrayLane(options), broken: arrayLane({ ...options, failAt: 0 }), close };
    },
    { 'LANE-023': 'it pushes nothing down and has no names for what it tests' },
  );
}

for (const [name, capabilities] of Object.entries(VENDORS_OF_ALL_SORTS)) {
  laneKit(`a strict vendor ${name}`, async (events) => ({
    lane: strictVendor({ key: KIT_KEY, events, capabilities }),
    truth: seenOf(KIT_KEY, events),
    broken: strictVendor({ key: KIT_KEY, events, capabilities: { ...capabilities, maxPageSize: 0 } }),
    ...troubled(events, capabilities),
    close,
  }));
}

for (const database of databases) {
  laneKit(`the store on ${database.name}`, async (events) => {
    const [kept, lost] = await Promise.all([openTestStore(database), openTestStore(database)]);
    const stored = events.map((event) => ({ ...event, source: GATEWAY, recordedAt: OPENED }));
    await insertRows(kept.database, stored);
    await lost.close();
    return { lane: kept.store, broken: lost.store, truth: stored, close: kept.close };
  });
}

laneKit('the store in memory', async (events) => {
  const options = { rules: BUILT_IN, archived: [], now: () => OPENED };
  const store = memoryStore(options);
  const stored = events.map((event) => ({ ...event, source: GATEWAY, recordedAt: OPENED }));
  store.put(stored);
  const broken = memoryStore(options);
  await broken.close();
  return { lane: store, broken, truth: stored, close };
});

const WAIVED: { readonly [K in VendorKind]?: Waivers } = {
  zstack: { 'LANE-021': 'it sorts newest first alone: oldest first it is walked in slices of a guessed width' },
};

for (const kind of VENDORS) {
  const open = async (): Promise<MadeLane> => {
    const [vendor, lost] = await Promise.all([world(kind, { events: 150, seed: 21 }), world(kind, { events: 1 })]);
    await lost.simulator.close();
    return {
      lane: vendor.source.lane,
      broken: lost.source.lane,
      truth: vendor.truth(),
      now: fromMillis(Date.now()),
      streams: kind === 'zstack' ? 2 : 1,
      close: () => vendor.close(),
    };
  };
  laneKit(`${kind} over its simulator`, open, WAIVED[kind]);
}
