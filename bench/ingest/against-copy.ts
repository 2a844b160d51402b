import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEvent } from '../../src/domain/event.ts';
import { floorTo, fromMillis, type Instant, MINUTE, plus, SECOND } from '../../src/domain/instant.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { Lease } from '../../src/store/port/archive-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { median, rounded, timed } from '../statistics.ts';
import type { BenchDatabase } from '../store/bench-database.ts';
import { eventsOf, SOURCE, timeBetween } from './events.ts';
import { psql } from './psql.ts';

export interface IngestSettings {
  readonly rounds: number;
  /** So many rows by each side in each round. */
  readonly rows: number;
  readonly batch: number;
}

export interface IngestResult {
  readonly ingestRowsPerSecond: number;
  readonly copyRowsPerSecond: number;
  /** The median of the rounds' own ratios. */
  readonly ratio: number;
  readonly lowestRatio: number;
  readonly highestRatio: number;
  /** What a row costs the process that ingests, in microseconds of CPU time. */
  readonly cpuUsPerRow: number;
}

const LEASE_MS = 3_600_000;
/** Columns that a copied row has of its own; the rest is as the ingested one's. */
const ITS_OWN = ['occurred_at', 'id', 'arrival'];

/**
 * The same rows, but for their time and id, into the same table by each side in turn, round by round: each further in the
 * past than the one before. The first, by `ingest`, only warms up, and is what `COPY` then copies.
 */
export async function ingestAgainstCopy(
  database: BenchDatabase,
  { rounds, rows, batch }: IngestSettings,
): Promise<IngestResult> {
  const now = () => fromMillis(Date.now());
  const newest = plus(floorTo(now(), SECOND), -60 * MINUTE);
  const store = await openStore({ url: database.url, rules: BUILT_IN, archived: [SOURCE], now });
  const folder = await mkdtemp(join(tmpdir(), 'audit-gateway-bench-ingest-'));
  const file = join(folder, 'rows');
  try {
    await store.openArchives([{ key: SOURCE, kind: 'salt', place: 'bench', archived: true }]);
    const lease = await store.leases.acquire(`sync ${SOURCE}`, LEASE_MS);
    if (!('token' in lease)) throw new Error('expected a lease of a new store to be free, but it is held');
    const columns = await columnsOf(database);
    const sides = {
      ingest: (events: readonly AuditEvent[]) => () => ingestAll(store, lease, events, batch),
      copy: () => () => psql(database.url, `\\copy audit_event (${columns.join(', ')}) FROM '${file}'`),
    };
    await sides.ingest(eventsOf(newest, 0, rows))();
    await database.run('VACUUM ANALYZE audit_event');

    const taken: { ingest: number; copy: number; cpuUs: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const [mine, theirs] = round % 2 === 0 ? [2 * round + 1, 2 * round + 2] : [2 * round + 2, 2 * round + 1];
      await writeRows(database, columns, file, { until: newest, shift: timeBetween(0, theirs, rows), rows });
      const ingesting = sides.ingest(eventsOf(newest, mine, rows));
      const side = async (work: () => Promise<unknown>) => {
        await database.run('CHECKPOINT');
        return timed(work);
      };
      let copy = theirs < mine ? await side(sides.copy()) : 0;
      const before = process.cpuUsage();
      const ingest = await side(ingesting);
      const { user, system } = process.cpuUsage(before);
      if (copy === 0) copy = await side(sides.copy());
      taken.push({ ingest, copy, cpuUs: user + system });
    }
    const ratios = taken.map(({ ingest, copy }) => copy / ingest);
    return {
      ingestRowsPerSecond: rounded((rows * 1_000) / median(taken.map(({ ingest }) => ingest)), 0),
      copyRowsPerSecond: rounded((rows * 1_000) / median(taken.map(({ copy }) => copy)), 0),
      ratio: rounded(median(ratios)),
      lowestRatio: rounded(Math.min(...ratios)),
      highestRatio: rounded(Math.max(...ratios)),
      cpuUsPerRow: rounded(median(taken.map(({ cpuUs }) => cpuUs / rows)), 1),
    };
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Batch after batch, each with what is whole by it, and made ready while the one before is written, as a sync does. */
async function ingestAll(store: EventStore, lease: Lease, events: readonly AuditEvent[], batch: number): Promise<void> {
  const until = plus(events[0]?.occurredAt as Instant, 1);
  let underWay: Promise<unknown> = Promise.resolve();
  for (let start = 0; start < events.length; start += batch) {
    const some = events.slice(start, start + batch);
    const covered = [{ from: some.at(-1)?.occurredAt as Instant, until }];
    const now = fromMillis(Date.now());
    const rest = { covered, withheld: [], upToDate: false, now, after: underWay };
    const written = store.ingest({ source: SOURCE, lease, events: some, ...rest });
    await underWay;
    underWay = written;
  }
  await underWay;
}

async function columnsOf({ run }: BenchDatabase): Promise<readonly string[]> {
  const rows = await run(`SELECT attname AS name FROM pg_attribute
    WHERE attrelid = 'audit_event'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`);
  return rows.map(({ name }) => String(name)).filter((name) => name !== 'arrival');
}

/** The rows of the first block, moved into the past, as text. */
async function writeRows(
  { url }: BenchDatabase,
  columns: readonly string[],
  file: string,
  { until, shift, rows }: { readonly until: Instant; readonly shift: number; readonly rows: number },
): Promise<void> {
  const rest = columns.filter((name) => !ITS_OWN.includes(name));
  const first = `source = '${SOURCE}' AND occurred_at > ${plus(until, -timeBetween(0, 1, rows))} AND occurred_at <= ${until}`;
  const select = `SELECT occurred_at - ${shift}, md5(id::text || '${shift}')::uuid, ${rest.join(', ')}
    FROM audit_event WHERE ${first} ORDER BY occurred_at DESC`;
  await psql(url, `\\copy (${select.replaceAll(/\s+/g, ' ')}) TO '${file}'`);
}
