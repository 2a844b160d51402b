import { monitorEventLoopDelay } from 'node:perf_hooks';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../../src/server/compose.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { aRequest, type HostileRequest } from '../fakes/arbitrary-request.ts';

/** How many hostile requests are drawn; `HOSTILE=20000` draws more. */
const REQUESTS = Number(process.env.HOSTILE ?? 1_000);
/** What one request may hold up the loop for on a quiet machine, and in how many tries at best. */
const LONGEST_DELAY_MS = 200;
const TRIES = 6;
/** What the yardstick takes on a quiet machine. */
const YARDSTICK_MS = 25;

let gateway: RunningGateway;

beforeAll(async () => {
  const config = parseConfig('server: { port: 0 }', 'test', { environment: {}, adapters: ADAPTERS });
  gateway = await startGateway(config, pino({ level: 'silent' }));
  const events = ['one', 'two', 'three'].map((message) => ({ action: 'stay', recordType: 'honest', message }));
  await posted({ query: RECORD, variables: { events } });
});
afterAll(() => gateway.stop());

const RECORD = 'mutation ($events: [AuditEventInput!]!) { recordAuditEvents(input: { events: $events }) { recorded } }';
const HONEST = '{ auditEvents(filter: { recordTypeUnder: ["honest"] }) { nodes { message } coverage { complete } } }';

interface Told {
  readonly status: number;
  readonly text: string;
}

async function sent({ path, body }: HostileRequest): Promise<Told> {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: body ?? '' };
  const response = await fetch(`${gateway.url}${path}`, body === null ? {} : post);
  return { status: response.status, text: await response.text() };
}

const posted = (body: object) => sent({ path: '/graphql', body: JSON.stringify(body) });

/** The same amount of work each time: what it takes tells how busy the machine is. */
function yardstick(): number {
  const started = performance.now();
  let text = '';
  for (let round = 0; round < 60; round += 1) text = JSON.stringify(JSON.parse(JSON.stringify(WORK)));
  expect(text).not.toBe('');
  return performance.now() - started;
}
const WORK = Array.from({ length: 600 }, (_, index) => ({ index, text: 'x'.repeat(index % 50), list: [index, null] }));

/** How long the loop stood still while it was answered, in a machine's quiet moment, in milliseconds. */
async function delayOf(request: HostileRequest): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 5 });
  const busy = yardstick();
  delays.enable();
  await sent(request);
  await new Promise(setImmediate);
  delays.disable();
  return (delays.max / 1e6) * Math.min(1, YARDSTICK_MS / Math.max(busy, yardstick()));
}

async function leastDelay(request: HostileRequest, first: number): Promise<number> {
  let least = first;
  for (let turn = 1; turn < TRIES && least > LONGEST_DELAY_MS; turn += 1)
    least = Math.min(least, await delayOf(request));
  return least;
}

test(`${REQUESTS} hostile requests hurt nobody`, { timeout: 30 * 60_000 }, async () => {
  const delays = monitorEventLoopDelay({ resolution: 5 });
  await fc.assert(
    fc.asyncProperty(aRequest(), async (request) => {
      delays.enable();
      delays.reset();
      const [hostile, honest] = await Promise.all([sent(request), posted({ query: HONEST })]);
      delays.disable();
      expect(hostile.status, hostile.text.slice(0, 500)).toBeLessThan(500);
      expect(hostile.text).not.toContain('INTERNAL_SERVER_ERROR');
      expect(JSON.parse(honest.text).data.auditEvents).toEqual({
        nodes: expect.toSatisfy(
          (nodes: { message: string }[]) =>
            nodes
              .map(({ message }) => message)
              .sort()
              .join() === 'one,three,two',
        ),
        coverage: { complete: true },
      });
      expect(await leastDelay(request, delays.max / 1e6)).toBeLessThanOrEqual(LONGEST_DELAY_MS);
    }),
    { numRuns: REQUESTS, endOnFailure: true, verbose: 0 },
  );
});
