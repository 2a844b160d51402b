import type { SourceKind } from './event.ts';

/** The GraphQL type of each kind's events. */
export const EVENT_TYPES = {
  gateway: 'GatewayAuditEvent',
  salt: 'SaltAuditEvent',
  riverbed: 'RiverbedAuditEvent',
  zstack: 'ZStackAuditEvent',
  f5xc: 'F5XcAuditEvent',
  astromkey: 'AstromKeyAuditEvent',
} as const satisfies Record<SourceKind, string>;
