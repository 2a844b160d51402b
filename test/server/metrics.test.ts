import { expect, test } from 'vitest';
import { createMetrics } from '../../src/server/metrics.ts';

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
