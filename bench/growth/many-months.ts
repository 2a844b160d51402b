import { EVERYTHING } from '../../src/domain/filter.ts';
import { DAY, EARLIEST, fromMillis, LATEST, plus } from '../../src/domain/instant.ts';
import { openDatabase } from '../../src/store/engine/open-database.ts';
import { pageSql } from '../../src/store/sql/read.ts';
import { where } from '../../src/store/sql/where.ts';
import { graphqlClient } from '../graphql-client.ts';
import { openGateway } from '../open-gateway.ts';
import { median, rounded, timed } from '../statistics.ts';
import { createMigratedDatabase } from '../store/bench-database.ts';
import { fill, makeParts } from '../store/fill.ts';
import { STORED_PAGE_QUERY } from '../store/stored-page.ts';

export interface MonthsResult {
  readonly months: number;
  readonly planningMs: number;
  readonly executionMs: number;
  /** Through the gateway. */
  readonly pageMs: number;
}

interface Explained {
  readonly 'Planning Time': number;
  readonly 'Execution Time': number;
}

const EVENTS = 20_000;
const PAGE_SIZE = 50;
const MONTH = 30.44 * DAY;

/** The unfiltered first page of few events in a table of so many months' parts. */
export async function measureMonths(server: string, months: number, rounds: number): Promise<MonthsResult> {
  const database = await createMigratedDatabase(server);
  try {
    const now = fromMillis(Date.now());
    await fill(database, EVENTS);
    await makeParts(database.url, plus(now, -(months - 1) * MONTH), now);
    await database.run('VACUUM ANALYZE audit_event');
    const explained = await explainPage(database.url, rounds);
    const gateway = await openGateway({ database: { url: database.url } });
    const client = graphqlClient(gateway.url);
    const times: number[] = [];
    for (let round = 0; round < 2 * rounds; round += 1) {
      times.push(await timed(() => client.ask(STORED_PAGE_QUERY, { first: PAGE_SIZE })));
    }
    await client.close();
    await gateway.stop();
    return {
      months,
      planningMs: rounded(median(explained.map((each) => each['Planning Time']))),
      executionMs: rounded(median(explained.map((each) => each['Execution Time']))),
      pageMs: rounded(median(times.slice(rounds))),
    };
  } finally {
    await database.drop();
  }
}

async function explainPage(url: string, rounds: number): Promise<readonly Explained[]> {
  const window = { from: EARLIEST, until: LATEST };
  const page = pageSql({ where: where(EVERYTHING).sql, window, direction: 'DESC', after: null }, PAGE_SIZE + 1);
  const store = await openDatabase({ url });
  try {
    return await store.inSession(async (session) => {
      const all: Explained[] = [];
      while (all.length < rounds) {
        const sql = `EXPLAIN (ANALYZE, FORMAT JSON) ${page.text}`;
        const [row] = await session.query<{ 'QUERY PLAN': readonly Explained[] }>(sql, page.values);
        all.push(row?.['QUERY PLAN'][0] as Explained);
      }
      return all;
    });
  } finally {
    await store.close();
  }
}
