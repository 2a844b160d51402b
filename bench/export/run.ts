import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EXPORT_FORMATS, type ExportFormat } from '../../src/domain/export/columns.ts';
import { csvHeader, PLAIN_CSV } from '../../src/domain/export/csv-form.ts';
import { sourceOf, startSimulator, VENDORS, type VendorKind } from '../federation/vendors.ts';
import { withConfig } from '../open-gateway.ts';
import { printTable, writeResults } from '../publish.ts';
import { projectFile, runProcess } from '../ready-process.ts';
import { median, rounded } from '../statistics.ts';
import { createBenchDatabase } from '../store/bench-database.ts';
import { fill } from '../store/fill.ts';
import { type Exported, runExport } from './export-process.ts';
import { psqlCopy } from './psql-copy.ts';

const { values } = parseArgs({
  options: {
    server: { type: 'string', default: 'postgresql://postgres@127.0.0.1:5432/postgres' },
    events: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    live: { type: 'string', default: '100000' },
    vendors: { type: 'string', default: 'salt,f5xc,astromkey' },
    json: { type: 'string', default: projectFile('dist/bench/export.json') },
  },
});

const events = Number(values.events);
const folder = await mkdtemp(join(tmpdir(), 'audit-gateway-bench-export-'));
const database = await createBenchDatabase(values.server);
try {
  await withConfig({ database: { url: database.url } }, async (config) => {
    await runProcess('dist/src/cli.js', ['migrate', '--config', config]);
    await fill(database, events);
    const stored = [];
    for (const format of EXPORT_FORMATS) stored.push(await measureStored(config, format));
    // A filter that SQL has no words for: rows are parsed, tested and printed by the gateway.
    const parsed = await alone(config, ['--filter', '{"text":"inventory"}'], events);
    const live = values.live === '0' ? [] : [await measureLive(Number(values.live))];
    printTable(`${events} stored events, exported against psql (medians of ${values.rounds} rounds)`, stored);
    printTable('Exports that the gateway prints itself', [{ what: 'stored, tested here', ...parsed }, ...live]);
    await writeResults(values.json, { events, stored, parsed, live });
  });
} finally {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
}

/** In turns, round by round; the first round only warms up. */
async function measureStored(config: string, format: ExportFormat) {
  const until = Date.now() - 1_800_000;
  const [ours, theirs] = [join(folder, 'gateway'), join(folder, 'psql')];
  const args = ['--config', config, '--format', format, '--to', String(until)];
  const exports: Exported[] = [];
  const copies: number[] = [];
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    const copied = await psqlCopy(database.url, format, until * 1000, theirs);
    const exported = await runExport(args, ours);
    if (round === 0) await mustBeAlike(ours, theirs, format);
    else {
      exports.push(exported);
      copies.push(copied);
    }
  }
  const [seconds, psqlSeconds] = [median(exports.map((each) => each.seconds)), median(copies)];
  return {
    format,
    'export, s': rounded(seconds),
    'events/s': rounded(events / seconds, 0),
    'psql, s': rounded(psqlSeconds),
    'psql, events/s': rounded(events / psqlSeconds, 0),
    'export / psql': rounded(median(exports.map((each, index) => (copies[index] ?? Number.NaN) / each.seconds))),
    'peak RSS, MiB': rounded(Math.max(...exports.map((each) => each.peakMib)), 0),
  };
}

async function alone(config: string, more: readonly string[], expected: number) {
  const { seconds, peakMib } = await runExport(['--config', config, ...more], join(folder, 'alone'));
  return {
    events: expected,
    seconds: rounded(seconds),
    'events/s': rounded(expected / seconds, 0),
    'peak RSS, MiB': rounded(peakMib, 0),
  };
}

/** Vendors that answer at once, merged with the store. */
async function measureLive(each: number) {
  const kinds = values.vendors.split(',').map((name) => VENDORS.find((kind) => kind === name) as VendorKind);
  const simulators = await Promise.all(kinds.map((kind) => startSimulator(kind, { events: each, latencyMs: 0 })));
  try {
    const sources = kinds.map((kind, index) => sourceOf(kind, simulators[index]?.url ?? ''));
    return await withConfig({ database: { url: database.url }, sources }, async (config) => ({
      what: `${kinds.join(', ')} and the store`,
      ...(await alone(config, [], events + each * kinds.length)),
    }));
  } finally {
    for (const simulator of simulators) await simulator.stop();
  }
}

/** The same bytes but for the header and the ends of lines of CSV. */
async function mustBeAlike(ours: string, theirs: string, format: ExportFormat): Promise<void> {
  const [mine, yours] = [await digest(ours, format === 'csv' ? csvHeader(PLAIN_CSV) : ''), await digest(theirs, '')];
  if (mine !== yours) throw new Error(`${format}: expected the export to be what psql copies, but it is not`);
}

async function digest(file: string, header: string): Promise<string> {
  const hash = createHash('sha256');
  let toSkip = header.length;
  for await (const chunk of createReadStream(file, { encoding: 'latin1' })) {
    const text = String(chunk);
    hash.update(text.slice(toSkip).replaceAll('\r', ''), 'latin1');
    toSkip = Math.max(0, toSkip - text.length);
  }
  return hash.digest('hex');
}
