import { pino } from 'pino';
import { expect, test } from 'vitest';
import { startGateway } from '../../src/server/compose.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { CREDENTIALS, world } from './worlds.ts';

test('a source that never answers is given up in time to answer with what the others gave', async () => {
  const [hanging, well] = await Promise.all([world('salt', { events: 20 }), world('f5xc', { events: 20 })]);
  hanging.simulator.setFaults([{ kind: 'hang', only: 'all' }]);
  const sources = [hanging, well].map(({ source: { kind, url } }) => ({
    id: kind,
    kind,
    url,
    ...CREDENTIALS[kind as keyof typeof CREDENTIALS],
  }));
  const text = JSON.stringify({ server: { port: 0 }, limits: { requestTimeoutMs: 3_000 }, sources });
  const config = parseConfig(text, 'test', { environment: {}, adapters: ADAPTERS });
  const gateway = await startGateway(config, pino({ level: 'silent' }));
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query:
        '{ auditEvents(first: 5) { nodes { id } coverage { sources { source { key } status problem { code } } } } }',
    }),
  });
  const { data, errors } = (await response.json()) as { data: { auditEvents: unknown }; errors?: unknown };
  expect(errors).toBeUndefined();
  expect(data.auditEvents).toMatchObject({
    nodes: { length: 5 },
    coverage: {
      sources: [
        { source: { key: 'salt' }, status: 'FAILED', problem: { code: 'TIMEOUT' } },
        { source: { key: 'f5xc' }, status: 'OK' },
        { source: { key: 'gateway' }, status: 'OK' },
      ],
    },
  });
  await gateway.stop();
  await Promise.all([hanging.close(), well.close()]);
});
