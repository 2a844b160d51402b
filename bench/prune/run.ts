import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type GraphqlClient, graphqlClient } from '../graphql-client.ts';
import { openGateway } from '../open-gateway.ts';
import { printTable, writeResults } from '../publish.ts';
import { projectFile } from '../ready-process.ts';
import { median, rounded } from '../statistics.ts';
import {
  type BenchDatabase,
  createMigratedDatabase,
  keptBenchDatabase,
  LOCAL_SERVER,
} from '../store/bench-database.ts';
import { fill } from '../store/fill.ts';
import { STORED_PAGE_QUERY } from '../store/stored-page.ts';
import { type Probe, p99, startProbe } from './probe.ts';

const { values } = parseArgs({
  options: {
    server: { type: 'string', default: LOCAL_SERVER },
    kept: { type: 'string' },
    events: { type: 'string', default: '10000000' },
    slices: { type: 'string', default: '4' },
    'every-ms': { type: 'string', default: '200' },
    json: { type: 'string', default: projectFile('dist/bench/prune.json') },
  },
});

const PAGE_SIZE = 50;
const WARM_UP_MS = 15_000;
const WRITE_EVERY_MS = 250;
const [QUIET, PRUNING] = ['quiet', 'pruning'];

const PRUNE = `mutation Prune($records: Int!) {
  auditConfig(input: { retention: { records: $records } }) { pruned }
}`;
const RECORD = `mutation Record($message: String!) {
  recordAuditEvents(input: { events: [{ action: "tick", recordType: "bench.tick", message: $message }] }) { recorded }
}`;

const database = values.kept ? keptBenchDatabase(values.kept) : await createMigratedDatabase(values.server);
try {
  if (!values.kept) await fill(database, Number(values.events));
  await measure(database, Math.floor(Number(values.events) / 10 / Number(values.slices)));
} finally {
  await database.drop();
}

/** A tenth goes, in slices; after each comes as long a time without pruning. Both are under the same light load. */
async function measure(database: BenchDatabase, slice: number): Promise<void> {
  const limits = { requestTimeoutMs: 900_000 };
  const gateway = await openGateway({ database: { url: database.url }, limits });
  const client = graphqlClient(gateway.url);
  const page = (filter: object | null) => () => client.ask(STORED_PAGE_QUERY, { first: PAGE_SIZE, filter });
  const everyMs = Number(values['every-ms']);
  const probes = {
    'newest page': startProbe(page(null), everyMs),
    'page of one actor': startProbe(page({ actor: { uid: { eq: 'u-7' } } }), everyMs),
    'page of failures': startProbe(page({ outcome: ['FAILURE'] }), everyMs),
    'recording an event': startProbe(record(client), WRITE_EVERY_MS),
  };
  const during = (phase: string) => {
    for (const probe of Object.values(probes)) probe.during(phase);
  };
  during('warm-up');
  await sleep(WARM_UP_MS);
  const slices: Slice[] = [];
  while (slices.length < Number(values.slices)) {
    during(PRUNING);
    const pruned = await prune(client, database, slice);
    slices.push(pruned);
    during(QUIET);
    await sleep(pruned.seconds * 1_000);
  }
  const rows = [];
  for (const [what, probe] of Object.entries(probes)) rows.push(await rowOf(what, probe));
  await client.close();
  await gateway.stop();
  printTable(
    `${values.events} events, of which a tenth is pruned in slices`,
    slices.map((each) => ({ ...each })),
  );
  printTable('With and without pruning, ms', rows);
  await writeResults(values.json, { events: Number(values.events), slices, rows });
}

interface Slice {
  readonly events: number;
  readonly seconds: number;
  /** How many months' parts went at once. */
  readonly months: number;
}

async function prune(client: GraphqlClient, { run }: BenchDatabase, slice: number): Promise<Slice> {
  const parts = async () =>
    Number((await run("SELECT count(*) FROM pg_inherits WHERE inhparent = 'audit_event'::regclass"))[0]?.count);
  const [stored] = await run('SELECT sum(events)::integer AS events FROM stored_source');
  const before = await parts();
  const started = performance.now();
  const { auditConfig } = await client.ask<{ auditConfig: { pruned: number } }>(PRUNE, {
    records: Number(stored?.events) - slice,
  });
  const seconds = rounded((performance.now() - started) / 1_000);
  return { events: auditConfig.pruned, seconds, months: before - (await parts()) };
}

function record(client: GraphqlClient): () => Promise<unknown> {
  let n = 0;
  return () => {
    n += 1;
    return client.ask(RECORD, { message: String(n) });
  };
}

async function rowOf(what: string, probe: Probe) {
  const times = await probe.stop();
  const [quiet = [], pruning = []] = [QUIET, PRUNING].map((phase) => times.get(phase ?? ''));
  return {
    what,
    asked: quiet.length + pruning.length,
    'p50 quiet': rounded(median(quiet)),
    'p50 pruning': rounded(median(pruning)),
    'p99 quiet': p99(quiet),
    'p99 pruning': p99(pruning),
    'p99 pruning / quiet': rounded(p99(pruning) / p99(quiet)),
    'longest quiet': rounded(Math.max(...quiet)),
    'longest pruning': rounded(Math.max(...pruning)),
  };
}
