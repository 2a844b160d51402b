import { graphqlClient } from '../graphql-client.ts';
import { openGateway } from '../open-gateway.ts';
import { median, rounded, timed } from '../statistics.ts';
import type { BenchDatabase } from '../store/bench-database.ts';
import { STORED_PAGE_QUERY, type StoredPage } from '../store/stored-page.ts';
import { questionsOf } from './questions.ts';

/** A database and how many events it was filled with. */
export interface SizedDatabase {
  readonly events: number;
  readonly database: BenchDatabase;
}

export interface PageTimes {
  readonly question: string;
  /** How many events the page holds, at each size. */
  readonly found: readonly number[];
  readonly medianMs: readonly number[];
}

const PAGE_SIZE = 50;
const WARM_UP = 20;

/** One client asks the same of each size in turn, question by question, round by round. */
export async function measurePages(sizes: readonly SizedDatabase[], rounds: number): Promise<readonly PageTimes[]> {
  const gateways = await Promise.all(sizes.map(({ database }) => openGateway({ database: { url: database.url } })));
  const clients = gateways.map(({ url }) => graphqlClient(url));
  const questions = questionsOf(0).map(({ name }) => name);
  const ask = (size: number, question: number) => {
    const { filter = null } = questionsOf(sizes[size]?.events ?? 0)[question] ?? {};
    return clients[size]?.ask<StoredPage>(STORED_PAGE_QUERY, { first: PAGE_SIZE, filter });
  };
  const taken = questions.map(() => sizes.map((): number[] => []));
  for (let round = 0; round < WARM_UP + rounds; round += 1) {
    for (const [question, times] of taken.entries()) {
      for (const [size, list] of times.entries()) {
        const took = await timed(async () => ask(size, question));
        if (round >= WARM_UP) list.push(took);
      }
    }
  }
  const results: PageTimes[] = [];
  for (const [question, times] of taken.entries()) {
    const found = await Promise.all(
      sizes.map(async (_, size) => (await ask(size, question))?.auditEvents.edges.length),
    );
    results.push({
      question: questions[question] ?? '',
      found: found.map(Number),
      medianMs: times.map((list) => rounded(median(list))),
    });
  }
  for (const client of clients) await client.close();
  for (const gateway of gateways) await gateway.stop();
  return results;
}
