import { fromMillis } from '../../src/domain/instant.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { ANYONE, type Viewer } from '../../src/domain/viewer.ts';
import { createGovernance, type GovernanceParts } from '../../src/governance/governance.ts';
import type { SchemaContext } from '../../src/schema/context.ts';
import { fakeConfigStore } from './fake-config-store.ts';
import { fakeGateway } from './fake-gateway.ts';
import { fakeSource } from './fake-sources.ts';

/** What a test says of a request; what it governs is this store, in this viewer's name. */
export interface FakeSurroundings extends Partial<Omit<SchemaContext, 'governance'>> {
  readonly store?: GovernanceParts['store'];
  readonly syncNow?: GovernanceParts['syncNow'];
  readonly viewer?: Viewer;
}

/** The clock of every request that needs none of its own. */
export const fakeNow = () => fromMillis(Date.parse('2026-01-31T10:00:00Z'));

/** A request's context with nothing behind it but what is given. */
export function fakeContext({ store, syncNow, viewer, ...more }: FakeSurroundings = {}): SchemaContext {
  const governing = { store: store ?? fakeConfigStore().store, syncNow: syncNow ?? (async () => 0), now: fakeNow };
  return {
    gateway: fakeGateway({ sources: [fakeSource('gateway')] }),
    governance: createGovernance(governing).as(viewer ?? ANYONE),
    limits: { maxPageSize: 1000, maxDepth: 12, maxCost: 20_000 },
    now: fakeNow,
    rules: BUILT_IN,
    variables: {},
    signal: new AbortController().signal,
    ...more,
  };
}
