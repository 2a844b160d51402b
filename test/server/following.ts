import { afterEach } from 'vitest';
import type { HttpParts } from '../../src/server/http.ts';
import { type FakeArrivalsOptions, fakeArrivals } from '../fakes/fake-arrivals.ts';
import { fakeEvent, fakeSource } from '../fakes/fake-sources.ts';
import { gatewayOf, NOON } from '../fakes/gateway-of.ts';
import { type EventStream, openStream } from './event-stream.ts';
import { type TestServer, testServer } from './test-server.ts';

export const FOLLOW = `subscription ($filter: AuditEventFilter, $after: String) {
  auditEventAdded(filter: $filter, after: $after) { cursor node { id message } }
}`;

export const running: TestServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

export async function world(more: Partial<HttpParts> = {}, options: FakeArrivalsOptions = {}) {
  const arrivals = fakeArrivals(options);
  const gateway = gatewayOf(
    [fakeSource('riverbed', 'branch', { mode: 'archive' }), fakeSource('gateway')],
    () => NOON,
    arrivals,
  );
  const server = await testServer({ gateway }, more);
  running.push(server);
  const follow = (variables: Record<string, unknown> = {}, method: 'POST' | 'GET' = 'POST', accept?: string) =>
    openStream(server.url, { query: FOLLOW, variables }, method, accept);
  const arrive = (message: string) => arrivals.arrive(fakeEvent('gateway', message, { message }));
  const metrics = async () => (await fetch(`${server.url}/metrics`)).text();
  return { arrivals, server, follow, arrive, metrics };
}

export interface Added<Node> {
  readonly data: { readonly auditEventAdded: { readonly cursor: string; readonly node: Node } };
}
export type WithMessage = Added<{ readonly message: string }>;
export type WithPeriod = Added<{ source: { auditConfig: { retention: { period: number } } } }>;

export const messageOf = async (stream: EventStream) =>
  (await stream.answer<WithMessage>()).data.auditEventAdded.node.message;
