import type { AuditEvent } from './event.ts';

/** `TypeName:…` in base64url. An event's rest is its address, a source's its key. */
export function encodeNodeId(typename: string, id: string): string {
  return Buffer.from(`${typename}:${id}`, 'utf8').toString('base64url');
}

/** Where an event is: all that is needed to find it again. */
export function formatAddress({ source, occurredAt, id }: Pick<AuditEvent, 'source' | 'occurredAt' | 'id'>): string {
  return `${source}:${occurredAt}:${id}`;
}
