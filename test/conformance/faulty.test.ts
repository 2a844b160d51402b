import { describe, expect, test } from 'vitest';
import { seenOf, strictVendor } from '../fakes/strict-vendor.ts';
import { type Check, verdict } from './check.ts';
import { acme } from './example-vendor/index.ts';
import { ACME_SAMPLES } from './example-vendor/samples.ts';
import { FAULTY_LANES } from './lane/faulty-lanes.ts';
import { KIT_KEY, KIT_NOW, kitEvents } from './lane/kit-events.ts';
import { LANE_CHECKS } from './lane/lane-kit.ts';
import type { LaneSubject } from './lane/lane-subject.ts';
import { troubled } from './lane/troubled.ts';
import { ABLE } from './lane/vendors-of-all-sorts.ts';
import { FAULTY_SOURCES } from './source/faulty-sources.ts';
import { SOURCE_CHECKS } from './source/source-kit.ts';
import type { SourceSubject } from './source/source-subject.ts';

async function failedIds<Subject>(checks: readonly Check<Subject>[], subject: Subject): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const check of checks) {
    const said = await verdict(check, subject);
    if (said === null) continue;
    expect(said).toMatch(new RegExp(`^${check.id} ${check.level}: .+: expected .+, but found .+`));
    failed.push(check.id);
  }
  return failed;
}

function soundLane(): LaneSubject {
  const events = kitEvents();
  return {
    lane: strictVendor({ key: KIT_KEY, events, capabilities: ABLE }),
    broken: strictVendor({ key: KIT_KEY, events, capabilities: { ...ABLE, maxPageSize: 0 } }),
    ...troubled(events, ABLE),
    truth: seenOf(KIT_KEY, events),
    now: KIT_NOW,
    streams: 1,
  };
}

describe('lanes', () => {
  test('a sound one fails no check', async () => {
    expect(await failedIds(LANE_CHECKS, soundLane())).toEqual([]);
  });

  test.each(FAULTY_LANES.map((each) => [each.id, each.fault, each] as const))(
    '%s, and it alone, finds that %s',
    async (id, _, { plant }) => {
      expect(await failedIds(LANE_CHECKS, plant(soundLane()))).toEqual([id]);
    },
  );

  test('every check has a fault that it finds', () => {
    expect(FAULTY_LANES.map(({ id }) => id).toSorted()).toEqual(LANE_CHECKS.map(({ id }) => id));
  });
});

describe('sources', () => {
  async function failedBy(plant: (sound: SourceSubject) => SourceSubject): Promise<readonly string[]> {
    const vendor = await ACME_SAMPLES.start();
    try {
      const sound = { adapter: acme as SourceSubject['adapter'], samples: ACME_SAMPLES, vendor };
      return await failedIds(SOURCE_CHECKS, plant(sound));
    } finally {
      await vendor.close();
    }
  }

  test('a sound one fails no check', async () => {
    expect(await failedBy((sound) => ({ ...sound }))).toEqual([]);
  });

  test.each(FAULTY_SOURCES.map((each) => [each.id, each.fault, each] as const))(
    '%s, and it alone, finds that %s',
    async (id, _, { plant }) => {
      expect(await failedBy(plant)).toEqual([id]);
    },
  );

  test('every check has a fault that it finds', () => {
    expect(FAULTY_SOURCES.map(({ id }) => id).toSorted()).toEqual(SOURCE_CHECKS.map(({ id }) => id));
  });
});
