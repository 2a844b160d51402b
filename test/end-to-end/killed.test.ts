import { expect, test, vi } from 'vitest';
import { type Random, random } from '../../simulators/kit/random.ts';
import { archived, archivePlace, holdingAt, type StoredRow } from './archive-place.ts';
import { ask, progressAt, unfinishedAt } from './ask-gateway.ts';
import { type GatewayProcess, gatewayProcess } from './gateway-process.ts';
import { happen, LATEST_MS } from './vendor-life.ts';
import { VENDORS, type World, world } from './worlds.ts';

/** `KILLS=200` kills more often, `SEED` repeats what is left to chance; see "Work on it" in the README. */
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const KILLS_ON_SERVER = 50;
/** An embedded database takes seconds to open. */
const KILLS_IN_FOLDER = 8;
const TIMEOUT_MS = 600_000;
const MS_PER_KILL = 15_000;

const ROWS = 1_500;
/** Most lives are short, some are long enough to get on. */
const SHORTEST_MS = 200;
const LONGEST_MS = 4_000;
/** Some are killed before they answer. */
const IN_START = 0.2;
const STARTING_MS = 500;
/** Something happens to each vendor so often. */
const EVENTFUL_MS = 60;

const kills = Number(process.env.KILLS ?? 0);

test(
  'with late rows, ties, growing counts, faults that come and go, and kills at random moments, the store ends with exactly the vendors’ rows',
  async () => {
    console.log(`killed: SEED=${SEED}`);
    const chance = random(SEED);
    const place = await archivePlace();
    const worlds = await Promise.all(
      VENDORS.map((kind, index) => world(kind, { events: ROWS, seed: SEED + index, latencyMs: 5 })),
    );
    const sources = worlds.map((each) =>
      archived(each, { pollSeconds: 0.2, latenessSeconds: (2 * LATEST_MS) / 1_000, timeoutMs: 1_000, pageSize: 25 }),
    );
    const config = { server: { port: 0 }, database: { url: place.url }, sync: { leaseSeconds: 0.5 }, sources };
    const file = place.file('gateway.yaml', config);
    const calm = lively(worlds, chance);
    const lives: number[] = [];
    try {
      const count = kills || (place.isServer ? KILLS_ON_SERVER : KILLS_IN_FOLDER);
      const last = await killOver(file, count, chance, () => lives.push(Date.now() * 1_000));
      calm();
      const end = Date.now();
      const url = await last.url;
      await vi.waitFor(async () => expect(await unfinishedAt(url, end)).toEqual([]), {
        timeout: 60_000,
        interval: 200,
      });
      await vi.waitFor(async () => expect(await isComplete(url)).toBe(true), { timeout: 10_000, interval: 20 });
      const told = (await progressAt(url)).map(({ key, sync }) => [key, sync?.storedEvents]);
      expect(await last.end('SIGTERM')).toBe('0');

      const { rows, counted } = await holdingAt(place.url);
      const copied = rows.filter(({ source }) => source !== 'gateway');
      for (const { source, truth } of worlds) {
        const expected = linesOf(
          truth().map(({ id, occurredAt, count }) => ({ source: source.key, id, occurredAt, count })),
        );
        const given = linesOf(copied.filter((row) => row.source === source.key));
        expect(differenceOf(given, expected), source.key).toEqual({ missing: [], added: [] });
        expect(counted[source.key], source.key).toBe(expected.length);
        expect(told).toContainEqual([source.key, expected.length]);
      }
      expect(livesWithRows(copied, lives)).toBeGreaterThan(count / 5);
    } finally {
      calm();
      await Promise.all(worlds.map((each) => each.close()));
      await place.drop();
    }
  },
  TIMEOUT_MS + kills * MS_PER_KILL,
);

/** Starts and kills one gateway after the other; the one after the last kill stays. The next one's code is loaded meanwhile. */
async function killOver(file: string, count: number, chance: Random, born: () => void): Promise<GatewayProcess> {
  let next = gatewayProcess(file);
  for (let killed = 0; ; killed++) {
    const gateway = next;
    await gateway.loaded;
    born();
    gateway.go();
    if (killed === count) return gateway;
    next = gatewayProcess(file);
    const early = chance.chance(IN_START);
    if (!early) await gateway.url;
    await pause(early ? chance.below(STARTING_MS) : SHORTEST_MS + chance.next() ** 2 * (LONGEST_MS - SHORTEST_MS));
    expect(gateway.ended(), gateway.log()).toBeNull();
    await gateway.end('SIGKILL');
  }
}

/** Until it is called off, something happens to every vendor now and then. */
function lively(worlds: readonly World[], chance: Random): () => void {
  const timer = setInterval(() => {
    for (const each of worlds) if (chance.chance(0.2)) happen(each, chance);
  }, EVENTFUL_MS);
  return () => {
    clearInterval(timer);
    for (const { simulator } of worlds) simulator.setFaults([]);
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function isComplete(url: string): Promise<boolean> {
  const { auditEvents } = await ask<{ auditEvents: { coverage: { complete: boolean } } }>(
    url,
    '{ auditEvents(first: 1) { coverage { complete } } }',
  );
  return auditEvents.coverage.complete;
}

type Line = Omit<StoredRow, 'recordedAt'>;

function linesOf(rows: readonly Line[]): readonly string[] {
  return rows.map(({ source, id, occurredAt, count }) => `${source} ${id} ${occurredAt} ${count}`).sort();
}

function differenceOf(given: readonly string[], expected: readonly string[]) {
  return { missing: without(expected, given), added: without(given, expected) };
}

/** What is left of the lines when each of the others has taken one away. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const there = left.get(line) ?? 0;
    left.set(line, there - 1);
    return there <= 0;
  });
}

/** In how many of the lives something was stored. */
function livesWithRows(rows: readonly StoredRow[], lives: readonly number[]): number {
  return new Set(rows.map(({ recordedAt }) => lives.findLastIndex((born) => born <= recordedAt))).size;
}
