import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { startGateway } from '../../src/server/compose.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { CREDENTIALS, type World, world } from './worlds.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A page of so many, asked of a gateway over these vendors. */
async function pageOf(worlds: readonly World[], size: number, requestTimeoutMs: number, more: object = {}) {
  closers.push(...worlds.map((each) => () => each.close()));
  const sources = worlds.map(({ source: { kind, url } }) => ({
    id: kind,
    kind,
    url,
    ...CREDENTIALS[kind as keyof typeof CREDENTIALS],
    ...more,
  }));
  const text = JSON.stringify({ server: { port: 0 }, limits: { requestTimeoutMs }, sources });
  const config = parseConfig(text, 'test', { environment: {}, adapters: ADAPTERS });
  const gateway = await startGateway(config, pino({ level: 'silent' }));
  closers.unshift(() => gateway.stop());
  const query = `{ auditEvents(first: ${size}) { nodes { id } pageInfo { hasNextPage }
    coverage { sources { source { key } status problem { code } missing { from } } } } }`;
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data: { auditEvents: unknown }; errors?: unknown };
  expect(errors).toBeUndefined();
  return data.auditEvents;
}

test('a source that never answers is given up in time to answer with what the others gave', async () => {
  const [hanging, well] = await Promise.all([world('salt', { events: 20 }), world('f5xc', { events: 20 })]);
  hanging.simulator.setFaults([{ kind: 'hang', only: 'all' }]);
  expect(await pageOf([hanging, well], 5, 3_000)).toMatchObject({
    nodes: { length: 5 },
    coverage: {
      sources: [
        { source: { key: 'salt' }, status: 'FAILED', problem: { code: 'TIMEOUT' } },
        { source: { key: 'f5xc' }, status: 'OK' },
        { source: { key: 'gateway' }, status: 'OK' },
      ],
    },
  });
});

test('sources that would be waited for one after the other end the page in time, and nothing is missing of who answers', async () => {
  const [hanging, slow] = await Promise.all([world('salt', { events: 20 }), world('astromkey', { events: 200 })]);
  hanging.simulator.setFaults([{ kind: 'hang', only: 'all' }]);
  slow.simulator.setFaults([{ kind: 'latency', ms: 400 }]);
  const page = await pageOf([hanging, slow], 100, 4_000, { timeoutMs: 3_000, pageSize: 3 });
  expect(page).toMatchObject({
    pageInfo: { hasNextPage: true },
    coverage: {
      sources: [
        { source: { key: 'salt' }, status: 'FAILED', problem: { code: 'TIMEOUT' } },
        { source: { key: 'astromkey' }, status: 'OK', missing: [] },
        { source: { key: 'gateway' }, status: 'OK' },
      ],
    },
  });
});
