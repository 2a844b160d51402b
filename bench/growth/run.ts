import { parseArgs } from 'node:util';
import { printTable, writeResults } from '../publish.ts';
import { projectFile } from '../ready-process.ts';
import { rounded } from '../statistics.ts';
import {
  type BenchDatabase,
  createMigratedDatabase,
  keptBenchDatabase,
  LOCAL_SERVER,
} from '../store/bench-database.ts';
import { filling } from '../store/fill.ts';
import { type MonthsResult, measureMonths } from './many-months.ts';
import { measurePages, type PageTimes, type SizedDatabase } from './page-times.ts';

const { values } = parseArgs({
  options: {
    server: { type: 'string', default: LOCAL_SERVER },
    growth: { type: 'string', default: '1000000,3000000,10000000' },
    rounds: { type: 'string', default: '200' },
    months: { type: 'string', default: '24,60,120' },
    keep: { type: 'boolean', default: false },
    kept: { type: 'string', default: '' },
    json: { type: 'string', default: projectFile('dist/bench/growth.json') },
  },
});

const rounds = Number(values.rounds);
const sizes = numbers(values.growth);
const pages = sizes.length === 0 ? [] : await withSizes((databases) => measurePages(databases, rounds));
if (pages.length > 0) {
  printTable(`A first page of 50 events, one client (medians of ${rounds} rounds, ms)`, pages.map(pageRow));
}
const months: MonthsResult[] = [];
for (const each of numbers(values.months)) months.push(await measureMonths(values.server, each, rounds));
if (months.length > 0) {
  printTable(
    `A first page of few events in many months' parts (medians of ${rounds}, ms)`,
    months.map((each) => ({ ...each })),
  );
}
await writeResults(values.json, { sizes, pages, months });

/** One database of each size, all there at once: those that an earlier run has kept, else new ones. */
async function withSizes<Result>(work: (databases: readonly SizedDatabase[]) => Promise<Result>): Promise<Result> {
  const kept = values.kept.split(',').filter((url) => url !== '');
  const databases: BenchDatabase[] = kept.map((url) => keptBenchDatabase(url));
  try {
    if (kept.length === 0) await fillAll(databases);
    return await work(databases.map((database, index) => ({ database, events: sizes[index] ?? 0 })));
  } finally {
    if (values.keep) process.stdout.write(`\nkept: --kept ${databases.map(({ url }) => url).join(',')}\n`);
    else for (const database of databases) await database.drop();
  }
}

/** Each is copied from the one that grows, before it grows on. */
async function fillAll(databases: BenchDatabase[]): Promise<void> {
  const growing = await createMigratedDatabase(values.server);
  databases.push(growing);
  const fillGrowing = filling(growing);
  for (const [index, events] of sizes.entries()) {
    const started = performance.now();
    await fillGrowing.growTo(events);
    process.stdout.write(`grown to ${events} events in ${Math.round((performance.now() - started) / 1_000)} s\n`);
    if (index < sizes.length - 1) databases.splice(-1, 0, await growing.clone());
  }
}

function pageRow({ question, found, medianMs }: PageTimes): Readonly<Record<string, string | number>> {
  const times = sizes.map((events, size) => [String(events), medianMs[size] ?? Number.NaN] as const);
  return {
    question,
    events: [...new Set(found)].join(', '),
    // Names that are numbers would be sorted before the others.
    ...Object.fromEntries(times.map(([events, ms]) => [`of ${events}`, ms])),
    'last / first': rounded((medianMs.at(-1) ?? Number.NaN) / (medianMs[0] ?? Number.NaN)),
  };
}

function numbers(list: string): readonly number[] {
  return list
    .split(',')
    .filter((each) => each !== '')
    .map(Number);
}
