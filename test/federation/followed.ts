import type { AuditEvent } from '../../src/domain/event.ts';
import type { FollowArguments } from '../../src/federation/ask/asked-following.ts';
import type { Edge } from '../../src/federation/gateway.ts';
import { fakeArrivals } from '../fakes/fake-arrivals.ts';
import { fakeEvent, fakeSource } from '../fakes/fake-sources.ts';
import { gatewayOf, NOON } from '../fakes/gateway-of.ts';

const SOURCES = [fakeSource('salt', 'salt-live'), fakeSource('f5xc', 'f5', { mode: 'archive' }), fakeSource('gateway')];

export function world(options: Parameters<typeof fakeArrivals>[0] = {}) {
  const arrivals = fakeArrivals(options);
  const gateway = gatewayOf(SOURCES, () => NOON, arrivals);
  const follow = async (args: FollowArguments = {}) => {
    const client = new AbortController();
    const stream = await gateway.added(args, client.signal);
    return { edges: stream[Symbol.asyncIterator](), leave: () => client.abort() };
  };
  return { arrivals, gateway, follow };
}

export const event = (key: string, more: Partial<AuditEvent> = {}, source = 'gateway') => fakeEvent(source, key, more);
export const events = (count: number) => Array.from({ length: count }, (_, index) => event(`${index}`));

export async function take(edges: AsyncIterator<Edge>, count: number): Promise<readonly Edge[]> {
  const taken: Edge[] = [];
  while (taken.length < count) {
    const { value, done } = await edges.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

export const idsOf = (edges: readonly Edge[]) => edges.map((edge) => edge.event.id);

/** Everything that can happen without news has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function held(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
