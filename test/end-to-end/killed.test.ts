import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { random } from '../../simulators/kit/random.ts';
import { openDatabase } from '../../src/store/engine/open-database.ts';
import { sql } from '../../src/store/sql/sql.ts';
import { servers } from '../store/databases.ts';
import { askGateway, heldGateway } from './gateway-process.ts';
import { LATEST_SECONDS, moment } from './lively-vendors.ts';
import { CREDENTIALS, VENDORS, type VendorKind, type World, world } from './worlds.ts';

/** KILLS=500 for a longer run, SEED=… for another one. The embedded database takes longer to open: fewer lives there. */
const [server] = servers;
const KILLS = Number(process.env.KILLS ?? (server ? 50 : 8));
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
/** One in so many does not live to answer; the others live so long after they do. */
const STILLBORN = 5;
const LONGEST_START_MS = 1_000;
const LONGEST_LIFE_MS = 1_200;
const MOMENTS_EVERY_MS = 40;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Row {
  readonly id: string;
  readonly source: string;
  readonly at: number;
  readonly count: number;
}

test(`the store ends with exactly the vendors' rows, though its gateway is killed ${KILLS} times (seed ${SEED})`, async () => {
  const chance = random(SEED);
  const worlds = await Promise.all(VENDORS.map((kind, index) => aWorld(kind, SEED + index)));
  const url = await aDatabase();
  const file = aConfig(url, worlds);

  const life = setInterval(() => moment(worlds, chance), MOMENTS_EVERY_MS);
  closing.push(() => clearInterval(life));
  let next = heldGateway(file);
  for (let kills = 0; kills < KILLS; kills += 1) {
    const gateway = await next();
    next = heldGateway(file);
    closing.push(() => gateway.kill());
    if (kills % STILLBORN !== 1) await gateway.url;
    await passed(chance.below(kills % STILLBORN === 1 ? LONGEST_START_MS : LONGEST_LIFE_MS));
    await gateway.kill();
  }
  clearInterval(life);
  for (const { simulator } of worlds) simulator.setFaults([]);

  const gateway = await next();
  closing.push(() => gateway.kill());
  const answers = await gateway.url;
  for (const kind of VENDORS) await synced(answers, kind);
  const { sources } = await vi.waitFor(
    async () => {
      const told = await askGateway<Told>(answers, STATE);
      expect(told.auditEvents.coverage).toEqual({ complete: true });
      return told;
    },
    { timeout: 30_000, interval: 200 },
  );
  expect(await gateway.stop()).toBe(0);

  const stored = (await rowsOf(url)).filter(({ source }) => source !== 'gateway');
  const truth = worlds.flatMap((each) => each.truth());
  expect(shown(stored)).toEqual(shown(truth.map(({ occurredAt, ...event }) => ({ ...event, at: occurredAt }))));
  for (const { source, truth: rows } of worlds) {
    const state = sources.find(({ key }) => key === source.key)?.sync;
    expect(state).toMatchObject({ storedEvents: rows().length, covered: [{ from: null }] });
  }
}, 900_000);

function aWorld(kind: VendorKind, seed: number): Promise<World> {
  const to = Date.now() - 60_000;
  const opened = world(kind, { events: 1_200, burst: 4, seed, latencyMs: 15, from: to - 30 * 86_400_000, to });
  closing.push(async () => (await opened).close());
  return opened;
}

async function aDatabase(): Promise<string> {
  if (server) {
    const { options, drop } = await server.create('empty');
    closing.push(drop);
    return options.url as string;
  }
  const folder = mkdtempSync(join(tmpdir(), 'audit-gateway-killed-'));
  closing.push(() => rmSync(folder, { recursive: true }));
  return `file:${folder}`;
}

function aConfig(url: string, worlds: readonly World[]): string {
  const sources = worlds.map(({ source, simulator }) => ({
    ...{ id: source.key, kind: source.kind, mode: 'archive', url: simulator.url, timeoutMs: 1_000, pageSize: 40 },
    ...{ pollSeconds: 1, latenessSeconds: LATEST_SECONDS + 20, ...CREDENTIALS[source.kind as VendorKind] },
  }));
  const config = { server: { port: 0 }, database: { url }, sync: { leaseSeconds: 0.5 }, sources };
  const folder = mkdtempSync(join(tmpdir(), 'audit-gateway-killed-'));
  closing.push(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'audit-gateway.yaml');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

const STATE = `{
  sources { key sync { storedEvents covered { from to } } }
  auditEvents(first: 1000) { coverage { complete } }
}`;

interface Told {
  readonly sources: readonly { readonly key: string; readonly sync: unknown }[];
  readonly auditEvents: { readonly coverage: unknown };
}

/** A source that was broken a moment ago may be left alone for some seconds more. */
async function synced(url: string, key: string): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    const failure = await askGateway(url, 'mutation ($key: String!) { syncSource(key: $key) { added } }', { key }).then(
      () => null,
      (error: Error) => error,
    );
    if (failure === null) return;
    if (Date.now() > until) throw failure;
    await passed(500);
  }
}

async function rowsOf(url: string): Promise<readonly Row[]> {
  const database = await openDatabase({ url });
  try {
    return await database.own.rows<Row>(sql`
      SELECT id, source, occurred_at::double precision AS at, count FROM audit_event`);
  } finally {
    await database.close();
  }
}

function shown(rows: readonly Row[]): readonly string[] {
  return rows.map(({ source, at, id, count }) => `${source} ${at} ${id} × ${count}`).toSorted();
}
