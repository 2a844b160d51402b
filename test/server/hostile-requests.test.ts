import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../../src/server/compose.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { aRequest, type HostileRequest } from '../fakes/arbitrary-request.ts';
import { LONGEST_DELAY_MS, leastLoopDelay, loopDelay } from './loop-delay.ts';

/** How many hostile requests are drawn; `HOSTILE=20000` draws more. */
const REQUESTS = Number(process.env.HOSTILE ?? 1_000);

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

test(`${REQUESTS} hostile requests hurt nobody`, { timeout: 30 * 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(aRequest(), async (request) => {
      const first = await loopDelay(async () => {
        const [hostile, honest] = await Promise.all([sent(request), posted({ query: HONEST })]);
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
      });
      const delay = first <= LONGEST_DELAY_MS ? first : await leastLoopDelay(() => sent(request));
      expect(delay).toBeLessThanOrEqual(LONGEST_DELAY_MS);
    }),
    { numRuns: REQUESTS, endOnFailure: true, verbose: 0 },
  );
});
