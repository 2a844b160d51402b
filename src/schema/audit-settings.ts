import type { AuditSettings } from '../domain/audit-settings.ts';
import { builder } from './builder.ts';

export const AuditSystemConfig = builder.objectRef<AuditSettings>('AuditSystemConfig').implement({
  description: 'Whether auditing is on at all.',
  fields: (t) => ({
    enabled: t.exposeBoolean('enabled', { nullable: false, description: 'False: nothing is stored.' }),
  }),
});

export const AuditRetention = builder.objectRef<AuditSettings>('AuditRetention').implement({
  description: 'How much is kept; both limits hold.',
  fields: (t) => ({
    period: t.exposeInt('periodDays', {
      nullable: false,
      description: 'Days to keep, counted from `occurredAt`; 0 = no limit by age.',
    }),
    records: t.exposeInt('records', {
      nullable: false,
      description: 'Events to keep, the newest; 0 = no limit by number.',
    }),
  }),
});

export const UpstreamAuditConfig = builder.objectRef<AuditSettings>('UpstreamAuditConfig').implement({
  description:
    "An upstream's own audit configuration (Riverbed has one), as it is right now. The gateway only reads it.",
  fields: (t) => ({
    system: t.field({
      type: AuditSystemConfig,
      nullable: false,
      description: 'Whether the upstream audits at all.',
      resolve: (settings) => settings,
    }),
    retention: t.field({
      type: AuditRetention,
      nullable: false,
      description: 'How fast its events vanish.',
      resolve: (settings) => settings,
    }),
    disabledTypes: t.exposeStringList('disabledTypes', {
      nullable: false,
      description: 'Record types it does not keep; a type covers its subtypes.',
    }),
  }),
});
