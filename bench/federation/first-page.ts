import { Agent } from 'undici';
import { graphqlClient } from '../graphql-client.ts';
import { openGateway } from '../open-gateway.ts';
import type { ReadyProcess } from '../ready-process.ts';
import { median, rounded, timed } from '../statistics.ts';
import { cpuMs } from './cpu-time.ts';
import { askPage } from './events-page.ts';
import { type UpstreamRequest, upstreamRequests } from './upstream-requests.ts';
import { sourceOf, startSimulator, VENDORS, type VendorKind } from './vendors.ts';

export interface FirstPageSettings {
  readonly latencyMs: number;
  readonly events: number;
  readonly rounds: number;
  readonly clients: readonly number[];
}

export interface FirstPageResult {
  readonly clients: number;
  readonly gatewayMs: number;
  readonly directMs: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  /** The gateway's median over that of the slowest vendor. */
  readonly ratio: number;
  /** What one page costs the gateway's process. */
  readonly gatewayCpuMs: number;
}

const GATEWAY = 'gateway';
const PAGE_SIZE = 50;
/** A gateway that has run for a while is what is measured: until its code is compiled, a page costs several times as much. */
const WARM_UP_CLIENTS = 8;
const WARM_UP_ROUNDS = 50;
/** What each client asks in one round, one after the other. */
const ASKED_PER_ROUND = 4;

/** A first page through the gateway against its own upstream requests, asked one vendor at a time. */
export async function measureFirstPage(settings: FirstPageSettings) {
  const started = await Promise.all(VENDORS.map(async (kind) => [kind, await startSimulator(kind, settings)] as const));
  const simulators: ReadonlyMap<VendorKind, ReadyProcess> = new Map(started);
  const upstream = await upstreamRequests(simulators, PAGE_SIZE);
  const gateway = await openGateway({ sources: started.map(([kind, { url }]) => sourceOf(kind, url)) });
  const client = graphqlClient(gateway.url);
  const agent = new Agent();
  const through: Side = { name: GATEWAY, ask: () => askPage(client, PAGE_SIZE) };
  const sides: readonly Side[] = [
    through,
    ...upstream.map((each, index) => ({ name: nameOf(each, index, upstream), ask: () => askDirectly(agent, each) })),
  ];
  const requests = (await askPage(client, PAGE_SIZE)).coverage.sources.map(({ source, requests: sent }) => ({
    source: source.key,
    requests: sent,
  }));
  await rounds([through], WARM_UP_ROUNDS, WARM_UP_CLIENTS);
  await rounds(sides, 1, WARM_UP_CLIENTS);
  const results: FirstPageResult[] = [];
  for (const clients of settings.clients) {
    const before = cpuMs(gateway.pid);
    const times = await rounds(sides, settings.rounds, clients);
    results.push(resultOf(clients, times, cpuMs(gateway.pid) - before));
  }
  await client.close();
  await agent.close();
  await gateway.stop();
  await Promise.all(started.map(([, simulator]) => simulator.stop()));
  return { requests, results };
}

interface Side {
  readonly name: string;
  readonly ask: () => Promise<unknown>;
}

type Times = ReadonlyMap<string, readonly number[]>;

/** Every side in turn, round by round, so that what disturbs the machine disturbs all of them. */
async function rounds(sides: readonly Side[], count: number, clients: number): Promise<Times> {
  const times = new Map<string, number[]>(sides.map(({ name }) => [name, []]));
  for (let round = 0; round < count; round += 1) {
    for (const { name, ask } of sides) {
      const asked = await Promise.all(Array.from({ length: clients }, () => inARow(ask)));
      times.get(name)?.push(...asked.flat());
    }
  }
  return times;
}

async function inARow(ask: () => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  while (times.length < ASKED_PER_ROUND) times.push(await timed(ask));
  return times;
}

async function askDirectly(agent: Agent, { kind, request }: UpstreamRequest): Promise<string> {
  const { statusCode, body } = await agent.request(request);
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${kind}: expected status 200, but got ${statusCode}: ${text}`);
  return text;
}

function nameOf({ kind }: UpstreamRequest, index: number, all: readonly UpstreamRequest[]): string {
  const before = all.slice(0, index).filter((each) => each.kind === kind).length;
  return before === 0 ? kind : `${kind} ${before + 1}`;
}

function resultOf(clients: number, times: Times, spentCpuMs: number): FirstPageResult {
  const medians = [...times].map(([name, values]) => [name, rounded(median(values))] as const);
  const { [GATEWAY]: gatewayMs = Number.NaN, ...directMs } = Object.fromEntries(medians);
  const slowestMs = Math.max(...Object.values(directMs));
  const pages = times.get(GATEWAY)?.length ?? 0;
  return {
    clients,
    gatewayMs,
    directMs,
    slowestMs,
    ratio: rounded(gatewayMs / slowestMs, 3),
    gatewayCpuMs: rounded(spentCpuMs / pages),
  };
}
