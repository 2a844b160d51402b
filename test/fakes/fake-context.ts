import { fromMillis } from '../../src/domain/instant.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import type { SchemaContext } from '../../src/schema/context.ts';
import { fakeConfigStore } from './fake-config-store.ts';
import { fakeGateway } from './fake-gateway.ts';
import { fakeSource } from './fake-sources.ts';

/** A request's context with nothing behind it but what is given. */
export function fakeContext(more: Partial<SchemaContext> = {}): SchemaContext {
  return {
    gateway: fakeGateway({ sources: [fakeSource('gateway')] }),
    store: fakeConfigStore().store,
    syncNow: async () => 0,
    limits: { maxPageSize: 1000, maxDepth: 12, maxCost: 20_000 },
    principal: null,
    now: () => fromMillis(Date.parse('2026-01-31T10:00:00Z')),
    rules: BUILT_IN,
    variables: {},
    signal: new AbortController().signal,
    ...more,
  };
}
