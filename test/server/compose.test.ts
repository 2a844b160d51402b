import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningGateway, startGateway } from '../../src/server/compose.ts';
import type { GatewayConfig } from '../../src/server/config/gateway-config.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';

const silent = pino({ level: 'silent' });

let folder: string;
let config: GatewayConfig;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-gateway-compose-'));
  const text = `
server: { port: 0 }
database: { url: 'file:${join(folder, 'data')}' }
sources:
  - { id: nobody, kind: astromkey, mode: live, url: 'http://127.0.0.1:9', timeoutMs: 2000, auth: { apiToken: hush-hush } }
`;
  config = parseConfig(text, join(folder, 'x.yaml'), { environment: {}, adapters: ADAPTERS });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function ask(gateway: RunningGateway, query: string) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is the question's
  return (await response.json()) as any;
}

describe('the whole gateway', () => {
  it('records its starts and stops, and answers with what it has when a source is down', async () => {
    const first = await startGateway(config, silent);
    expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
    await ask(first, 'mutation { auditConfig(input: { retention: { records: 1000 } }) { pruned } }');
    await first.stop();
    await expect(fetch(`${first.url}/health/live`)).rejects.toThrow();

    const second = await startGateway(config, silent);
    const { data, errors } = await ask(
      second,
      '{ auditEvents { nodes { id recordType action source { key } } coverage { complete sources { source { key } status problem { code } } } } sources { key } }',
    );
    expect(errors).toBeUndefined();
    expect(data.auditEvents.nodes.map((node: Record<string, unknown>) => `${node.recordType} ${node.action}`)).toEqual([
      'gateway.system start',
      'gateway.system stop',
      'gateway.config update',
      'gateway.system start',
    ]);
    expect(data.auditEvents.coverage).toMatchObject({
      complete: false,
      sources: [
        { source: { key: 'nobody' }, status: 'FAILED', problem: { code: 'UNREACHABLE' } },
        { source: { key: 'gateway' }, status: 'OK', problem: null },
      ],
    });
    expect(data.sources).toEqual([{ key: 'nobody' }, { key: 'gateway' }]);

    const [{ id }] = data.auditEvents.nodes;
    expect(await ask(second, `{ node(id: "${id}") { id } }`)).toEqual({ data: { node: { id } } });
    const metrics = await (await fetch(`${second.url}/metrics`)).text();
    expect(metrics).toMatch(/audit_gateway_source_requests_total\{source="nobody",outcome="UNREACHABLE"\} [1-9]/);
    expect(metrics).toContain('audit_gateway_stored_events 4');
    await second.stop();
  });

  it('closes what it opened when it cannot listen', async () => {
    const running = await startGateway(
      { ...config, database: { ...config.database, url: `file:${join(folder, 'other')}` } },
      silent,
    );
    const taken = { ...config, server: { host: '127.0.0.1', port: Number(new URL(running.url).port) } };
    await expect(startGateway(taken, silent)).rejects.toThrow(
      /expected to listen on 127\.0\.0\.1, port \d+, but got EADDRINUSE/,
    );
    await running.stop();
    const again = await startGateway(config, silent);
    await again.stop();
  });
});
