import { parseArgs } from 'node:util';
import { openGateway } from '../open-gateway.ts';
import { printTable, writeResults } from '../publish.ts';
import { projectFile, type ReadyProcess, startProcess } from '../ready-process.ts';
import { rounded } from '../statistics.ts';
import { type BenchDatabase, createMigratedDatabase, LOCAL_SERVER } from './bench-database.ts';
import { type Compared, compare, mustAnswerAlike } from './compare.ts';
import { fill } from './fill.ts';
import type { Target } from './load.ts';
import { deepCursor, STORED_PAGE_QUERY } from './stored-page.ts';

const { values } = parseArgs({
  options: {
    server: { type: 'string', default: LOCAL_SERVER },
    events: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '8' },
    json: { type: 'string', default: projectFile('dist/bench/store.json') },
  },
});

const PAGE_SIZE = 50;

const database = await createMigratedDatabase(values.server);
try {
  await fill(database, Number(values.events));
  const gateway = await openGateway({ database: { url: database.url } });
  const plain = await startProcess('bench/store/plain-server.ts', [database.url], ['--import', 'tsx']);
  try {
    await measure(gateway, plain, database);
  } finally {
    await gateway.stop();
    await plain.stop();
  }
} finally {
  await database.drop();
}

async function measure(gateway: ReadyProcess, plain: ReadyProcess, { run }: BenchDatabase): Promise<void> {
  const targets = {
    'gateway, newest': graphql(gateway, { first: PAGE_SIZE }),
    'plain pg, newest': { url: plain.url, body: null },
    'gateway, deep': graphql(gateway, { first: PAGE_SIZE, after: await deepCursor(gateway.url, PAGE_SIZE) }),
    'plain pg, deep': { url: `${plain.url}/?${await deepPlace(run)}`, body: null },
  } as const;
  await mustAnswerAlike(targets['gateway, newest'], targets['plain pg, newest']);
  await mustAnswerAlike(targets['gateway, deep'], targets['plain pg, deep']);
  const settings = { connections: Number(values.connections), seconds: Number(values.seconds) };
  const results = await compare(targets, { ...settings, rounds: Number(values.rounds) });
  printTable(
    `A page of 50 of ${values.events} stored events, ${values.connections} connections (medians of ${values.rounds} rounds of ${values.seconds} s)`,
    results.map((each) => ({ ...each })),
  );
  const ratios = ratiosOf(results);
  printTable('Ratios', [ratios]);
  await writeResults(values.json, { events: Number(values.events), results, ratios });
}

function graphql({ url }: ReadyProcess, variables: object): Target {
  return { url: `${url}/graphql`, body: JSON.stringify({ query: STORED_PAGE_QUERY, variables }) };
}

/** The same place for the plain server: the page before it is the last but one. */
async function deepPlace(run: BenchDatabase['run']): Promise<string> {
  const oldest = 'SELECT occurred_at, id FROM audit_event ORDER BY occurred_at, id LIMIT 1 OFFSET $1';
  const [row] = await run(oldest, [2 * PAGE_SIZE - 1]);
  return `at=${row?.occurred_at}&id=${row?.id}`;
}

function ratiosOf(results: readonly Compared[]): Readonly<Record<string, number>> {
  const of = (side: string, value: 'requestsPerSecond' | 'aloneMs') =>
    results.find((each) => each.side === side)?.[value] ?? Number.NaN;
  return {
    'requests per second, gateway / plain, newest': rounded(
      of('gateway, newest', 'requestsPerSecond') / of('plain pg, newest', 'requestsPerSecond'),
    ),
    'the same, deep': rounded(of('gateway, deep', 'requestsPerSecond') / of('plain pg, deep', 'requestsPerSecond')),
    'time alone, deep / newest, gateway': rounded(of('gateway, deep', 'aloneMs') / of('gateway, newest', 'aloneMs')),
  };
}
