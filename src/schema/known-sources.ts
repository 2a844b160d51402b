import type { SourceKey } from '../domain/event.ts';
import type { ConnectedSource } from '../federation/connected-source.ts';
import type { ViewerGateway } from '../federation/gateway.ts';

const known = new WeakMap<ViewerGateway['sources'], ReadonlyMap<string, ConnectedSource>>();

/** The source with this key, or null. */
export function sourceOf(key: SourceKey, { gateway }: { readonly gateway: ViewerGateway }): ConnectedSource | null {
  const { sources } = gateway;
  const byKey = known.get(sources) ?? new Map(sources.map((source) => [source.key, source]));
  known.set(sources, byKey);
  return byKey.get(key) ?? null;
}
