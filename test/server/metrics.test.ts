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
