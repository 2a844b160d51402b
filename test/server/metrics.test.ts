import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createMetrics } from '../../src/server/metrics.ts';

test('values that became their text are counted by source', async () => {
  const metrics = createMetrics(async () => ({ events: 0, lagSeconds: new Map() }));
  metrics.keptAsText('branch', 2);
  metrics.keptAsText('branch', 150);
  expect(await metrics.text()).toContain('audit_gateway_values_kept_as_text_total{source="branch"} 152');
});

test("a source's circuit breaker is in one state at a time", async () => {
  const metrics = createMetrics(async () => ({ events: 0, lagSeconds: new Map() }));
  for (const state of ['closed', 'open', 'half-open'] as const) metrics.breaker('branch', state);
  const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith('audit_gateway_source_breaker'));
  expect(lines).toEqual([
    'audit_gateway_source_breaker_state{source="branch",state="closed"} 0',
    'audit_gateway_source_breaker_state{source="branch",state="half-open"} 1',
    'audit_gateway_source_breaker_state{source="branch",state="open"} 0',
  ]);
});

test('the process, Node.js and the version of the gateway are told, of each gateway once', async () => {
  const [first, second] = [1, 2].map(() => createMetrics(async () => ({ events: 0, lagSeconds: new Map() })));
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const text of [await first?.text(), await second?.text()]) {
    const named = (name: RegExp) => text?.split('\n').filter((line) => name.test(line));
    expect(named(/^audit_gateway_build_info/)).toEqual([
      `audit_gateway_build_info{version="${version}",node="${process.versions.node}"} 1`,
    ]);
    expect(named(/^process_resident_memory_bytes \d+$/)).toHaveLength(1);
    expect(named(/^nodejs_eventloop_lag_seconds /)).toHaveLength(1);
  }
});
