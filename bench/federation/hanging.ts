import { graphqlClient } from '../graphql-client.ts';
import { openGateway } from '../open-gateway.ts';
import { median, rounded, timed } from '../statistics.ts';
import { type EventsPage, PAGE_QUERY } from './events-page.ts';
import { sourceOf, startSimulator, VENDORS } from './vendors.ts';

export interface HangingResult {
  readonly timeoutMs: number;
  readonly healthyMs: number;
  /** The longest answer of those that still waited for the source. */
  readonly worstWaitingMs: number;
  readonly answersThatWaited: number;
  /** Once the breaker is open. */
  readonly openMs: number;
  readonly ratio: number;
}

const PAGE_SIZE = 50;
const WARM_UP = 200;
const PAGES = 100;
const TIMEOUT_MS = 1_000;
const HANGING = 'salt';

/** First pages while all are well, then while one source never answers: before its breaker opens, and after. */
export async function measureHanging(latencyMs: number): Promise<HangingResult> {
  const started = await Promise.all(
    VENDORS.map(async (kind) => ({ kind, process: await startSimulator(kind, { events: 2_000, latencyMs }) })),
  );
  const sources = started.map(({ kind, process }) => ({ ...sourceOf(kind, process.url), timeoutMs: TIMEOUT_MS }));
  const gateway = await openGateway({ sources });
  const client = graphqlClient(gateway.url);
  const ask = async () =>
    (await client.ask<{ auditEvents: EventsPage }>(PAGE_QUERY, { first: PAGE_SIZE })).auditEvents.coverage;

  for (let page = 0; page < WARM_UP; page += 1) await ask();
  const healthy = await times(ask);
  const hanging = started.find(({ kind }) => kind === HANGING)?.process.url ?? '';
  await fetch(new URL('/_admin/faults', hanging), {
    method: 'POST',
    body: JSON.stringify({ faults: [{ kind: 'hang' }] }),
  });
  const waiting = await untilOpen(ask);
  const open = await times(ask);

  await client.close();
  await gateway.stop();
  await Promise.all(started.map(({ process }) => process.stop()));
  const [healthyMs, openMs] = [median(healthy), median(open)].map((value) => rounded(value)) as [number, number];
  return {
    timeoutMs: TIMEOUT_MS,
    healthyMs,
    worstWaitingMs: rounded(Math.max(...waiting)),
    answersThatWaited: waiting.length,
    openMs,
    ratio: rounded(openMs / healthyMs, 3),
  };
}

async function times(ask: () => Promise<unknown>): Promise<readonly number[]> {
  const taken: number[] = [];
  while (taken.length < PAGES) taken.push(await timed(ask));
  return taken;
}

/** Asks one after the other until the source is left alone; how long the answers took that still waited for it. */
async function untilOpen(ask: () => Promise<EventsPage['coverage']>): Promise<readonly number[]> {
  const taken: number[] = [];
  while (taken.length < PAGES) {
    let isOpen = false;
    const took = await timed(async () => {
      const { sources } = await ask();
      isOpen = sources.some(({ problem }) => problem?.code === 'CIRCUIT_OPEN');
    });
    if (isOpen) return taken;
    taken.push(took);
  }
  throw new Error(`expected the breaker of ${HANGING} to open within ${PAGES} answers, but it did not`);
}
