import { graphqlClient } from '../graphql-client.ts';
import { openGateway } from '../open-gateway.ts';
import { percentile, rounded, timed } from '../statistics.ts';
import { askPage } from './events-page.ts';
import { sourceOf, startSimulator, VENDORS } from './vendors.ts';

export interface CrowdResult {
  readonly clients: number;
  readonly answers: number;
  readonly answersPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly ratio: number;
  /** Requests that reached each vendor, per second. */
  readonly upstreamPerSecond: Readonly<Record<string, number>>;
}

const PAGE_SIZE = 50;
const SECONDS = 10;

/** Many clients that all ask the same first page, again and again. */
export async function measureCrowd(clients: number, latencyMs: number): Promise<CrowdResult> {
  const started = await Promise.all(
    VENDORS.map(async (kind) => ({ kind, process: await startSimulator(kind, { events: 2_000, latencyMs }) })),
  );
  const gateway = await openGateway({ sources: started.map(({ kind, process }) => sourceOf(kind, process.url)) });
  const client = graphqlClient(gateway.url);
  const ask = () => askPage(client, PAGE_SIZE);
  await crowd(ask, clients, 3);
  const before = await upstreamRequests(gateway.url);
  const taken = await crowd(ask, clients, SECONDS);
  const after = await upstreamRequests(gateway.url);

  await client.close();
  await gateway.stop();
  await Promise.all(started.map(({ process }) => process.stop()));
  const [p50Ms, p99Ms] = [percentile(taken, 0.5), percentile(taken, 0.99)].map((value) => rounded(value)) as [
    number,
    number,
  ];
  const perSecond = [...after].map(([source, sum]) => [
    source,
    rounded((sum - (before.get(source) ?? 0)) / SECONDS, 1),
  ]);
  return {
    clients,
    answers: taken.length,
    answersPerSecond: rounded(taken.length / SECONDS, 1),
    p50Ms,
    p99Ms,
    ratio: rounded(p99Ms / p50Ms, 2),
    upstreamPerSecond: Object.fromEntries(perSecond),
  };
}

/** Every client asks anew as soon as it is answered, until the time is over. */
async function crowd(ask: () => Promise<unknown>, clients: number, seconds: number): Promise<readonly number[]> {
  const end = performance.now() + seconds * 1_000;
  const each = async () => {
    const taken: number[] = [];
    while (performance.now() < end) taken.push(await timed(ask));
    return taken;
  };
  return (await Promise.all(Array.from({ length: clients }, each))).flat();
}

/** From the gateway's own metrics: what it has sent to each source so far, logins included. */
async function upstreamRequests(url: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  const sums = new Map<string, number>();
  for (const [, labels = '', value] of text.matchAll(/^audit_gateway_source_requests_total\{(.*)\} (\d+)$/gm)) {
    const source = /source="([^"]*)"/.exec(labels)?.[1] ?? '';
    sums.set(source, (sums.get(source) ?? 0) + Number(value));
  }
  return sums;
}
