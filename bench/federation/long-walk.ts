import { setTimeout as sleep } from 'node:timers/promises';
import { type GraphqlClient, graphqlClient } from '../graphql-client.ts';
import { openGateway } from '../open-gateway.ts';
import { median, rounded } from '../statistics.ts';
import { askPage } from './events-page.ts';
import { residentMib, watchMemory } from './resident-memory.ts';
import { sourceOf, startSimulator, type VendorKind } from './vendors.ts';

export interface LongWalkResult {
  readonly source: VendorKind;
  readonly events: number;
  readonly pages: number;
  readonly requests: number;
  readonly firstPagesMs: number;
  readonly lastPagesMs: number;
  /** The last pages' median over that of the first. */
  readonly ratio: number;
  readonly idleMib: number;
  /** The peak of both walks above the idle size. */
  readonly aboveIdleMib: number;
}

const PAGE_SIZE = 1_000;
const COMPARED_PAGES = 10;
const SETTLE_MS = 2_000;

/**
 * All events of one vendor, page by page, twice: the first walk warms the gateway up, the second one is timed. Memory is
 * watched over both.
 */
export async function measureLongWalk(kind: VendorKind, events: number): Promise<LongWalkResult> {
  const simulator = await startSimulator(kind, { events, latencyMs: 0 });
  const gateway = await openGateway({ sources: [sourceOf(kind, simulator.url)] });
  const client = graphqlClient(gateway.url);
  await sleep(SETTLE_MS);
  const idleMib = residentMib(gateway.pid);
  const memory = watchMemory(gateway.pid);
  await walk(client);
  const pages = await walk(client);
  const peakMib = memory.stop();
  await client.close();
  await gateway.stop();
  await simulator.stop();
  const whole = pages.filter((page) => page.events === PAGE_SIZE).map((page) => page.ms);
  const [firstPagesMs, lastPagesMs] = [whole.slice(0, COMPARED_PAGES), whole.slice(-COMPARED_PAGES)].map(median);
  const found = sum(pages.map((page) => page.events));
  if (found < events) throw new Error(`${kind}: expected at least ${events} events, but walked over ${found}`);
  return {
    source: kind,
    events: found,
    pages: pages.length,
    requests: sum(pages.map((page) => page.requests)),
    firstPagesMs: rounded(firstPagesMs ?? Number.NaN),
    lastPagesMs: rounded(lastPagesMs ?? Number.NaN),
    ratio: rounded((lastPagesMs ?? Number.NaN) / (firstPagesMs ?? Number.NaN)),
    idleMib: rounded(idleMib, 0),
    aboveIdleMib: rounded(peakMib - idleMib, 0),
  };
}

interface WalkedPage {
  readonly events: number;
  readonly requests: number;
  readonly ms: number;
}

async function walk(client: GraphqlClient): Promise<readonly WalkedPage[]> {
  const pages: WalkedPage[] = [];
  let after: string | null = null;
  do {
    const started = performance.now();
    const { edges, pageInfo, coverage } = await askPage(client, PAGE_SIZE, after);
    const ms = performance.now() - started;
    pages.push({ events: edges.length, requests: sum(coverage.sources.map(({ requests }) => requests)), ms });
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return pages;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
