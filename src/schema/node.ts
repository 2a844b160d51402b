import type { AuditEvent, SourceKey } from '../domain/event.ts';
import { InputError } from '../domain/input-error.ts';
import { encodeNodeId, formatAddress } from '../domain/node-id.ts';
import type { ConnectedSource } from '../federation/connected-source.ts';
import type { QueryLimits, SchemaContext } from './context.ts';
import { eventLoader } from './event-loader.ts';
import { sourceOf } from './known-sources.ts';
import type { NodeId } from './node-id.ts';

export const NODE_ID =
  'Opaque and stable: `node(id:)` finds the same thing again. Do not take it apart; its form may change.';

/** The GraphQL type of what `node` found, or of an event in a list. */
export function typeNameOf(value: AuditEvent | ConnectedSource, context: Pick<SchemaContext, 'gateway'>): string {
  if ('lane' in value) return 'Source';
  return eventSource(value, context).eventType;
}

/** An event without its source cannot be: sources that hold events are never taken away while the gateway runs. */
export function eventSource(event: AuditEvent, context: Pick<SchemaContext, 'gateway'>): ConnectedSource {
  const source = sourceOf(event.source, context);
  if (source === null) throw new Error(`event ${event.id}: expected a configured source, but got ${event.source}`);
  return source;
}

export function checkedNodeCount<Ids extends { readonly length: number }>(ids: Ids, { maxPageSize }: QueryLimits): Ids {
  if (ids.length > maxPageSize) throw new InputError('ids', `at most ${maxPageSize} ids`, String(ids.length));
  return ids;
}

export function eventNodeId(event: AuditEvent, context: Pick<SchemaContext, 'gateway'>): string {
  return encodeNodeId(typeNameOf(event, context), formatAddress(event));
}

/** What a decoded id names; null when there is no such thing. Events are looked for all together. */
export function loadNode({ typename, id }: NodeId, context: SchemaContext) {
  return typename === 'Source' ? sourceOf(id as SourceKey, context) : eventLoader(context).load(`${typename}:${id}`);
}
