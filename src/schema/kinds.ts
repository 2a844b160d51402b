import type { SourceKind } from '../domain/event.ts';

/** A kind of source as the API tells it: what it is, and the type of its events. */
interface KindInApi {
  readonly description: string;
  readonly eventType: string;
}

/** One row per kind of source; the value of `SourceKind` is its name in capitals. */
export const KINDS = {
  gateway: {
    description: "The gateway's own store: its own events, and those recorded through `recordAuditEvents`.",
    eventType: 'GatewayAuditEvent',
  },
  salt: {
    description: 'VMware Aria Automation Config (SaltStack Config, RaaS).',
    eventType: 'SaltAuditEvent',
  },
  riverbed: { description: 'Riverbed AppResponse and Portal.', eventType: 'RiverbedAuditEvent' },
  zstack: { description: 'ZStack Cloud.', eventType: 'ZStackAuditEvent' },
  f5xc: { description: 'F5 Distributed Cloud, voltshare access logs.', eventType: 'F5XcAuditEvent' },
  astromkey: { description: 'Ключ-АСТРОМ.', eventType: 'AstromKeyAuditEvent' },
} as const satisfies Readonly<Record<SourceKind, KindInApi>>;

/** The GraphQL type of a kind's events. */
export function eventTypeOf(kind: keyof typeof KINDS): string {
  return KINDS[kind].eventType;
}
