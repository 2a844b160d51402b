import type { AuditSettings } from '../domain/audit-settings.ts';
import type { ConfigChanged, StoredConfig } from '../store/port/event-store.ts';
import { AuditRetention, AuditSystemConfig } from './audit-settings.ts';
import { builder } from './builder.ts';
import { COST } from './cost.ts';
import { FieldChange } from './events/parts.ts';
import { DateTime, SafeInt } from './scalars.ts';

const AuditConfig = builder.objectRef<StoredConfig>('AuditConfig').implement({
  description:
    "What the gateway's own store keeps: its own events, recorded events, and ARCHIVE sources. LIVE sources are not touched by it.",
  fields: (t) => ({
    system: t.field({
      type: AuditSystemConfig,
      nullable: false,
      description: 'Whether anything is stored.',
      resolve: (config) => config,
    }),
    retention: t.field({
      type: AuditRetention,
      nullable: false,
      description: 'How much is kept.',
      resolve: (config) => config,
    }),
    disabledTypes: t.exposeStringList('disabledTypes', {
      nullable: false,
      description: 'Record types that are not stored; a type covers its subtypes.',
    }),
    revision: t.exposeInt('revision', { nullable: false, description: '1 in a fresh store; every change adds 1.' }),
    updatedAt: t.field({
      type: DateTime,
      nullable: false,
      description: 'When it was last changed.',
      resolve: ({ updatedAt }) => updatedAt,
    }),
    updatedBy: t.exposeString('updatedBy', { description: 'Who changed it last, as far as known.' }),
  }),
});

const AuditSystemInput = builder.inputType('AuditSystemInput', {
  description: 'Whether auditing is on at all.',
  fields: (t) => ({
    enabled: t.boolean({
      required: true,
      description: 'False: nothing is stored but the changes of this configuration.',
    }),
  }),
});

const AuditRetentionInput = builder.inputType('AuditRetentionInput', {
  description: 'How much is kept; what is left out stays as it is.',
  fields: (t) => ({
    period: t.int({
      description: 'Days to keep, counted from `occurredAt`; 0 = no limit by age. Negative ones are BAD_USER_INPUT.',
    }),
    records: t.int({
      description: 'Events to keep, the newest; 0 = no limit by number. Negative ones are BAD_USER_INPUT.',
    }),
  }),
});

const AuditConfigInput = builder.inputType('AuditConfigInput', {
  description: 'What to change; what is left out, or null, stays as it is.',
  fields: (t) => ({
    system: t.field({ type: AuditSystemInput, description: 'Whether auditing is on at all.' }),
    retention: t.field({ type: AuditRetentionInput, description: 'How much is kept.' }),
    disabledTypes: t.stringList({
      description: 'The whole new list of record types that are not stored. Empty or doubled ones are BAD_USER_INPUT.',
    }),
    expectedRevision: t.int({
      description: 'The `revision` this change was made for; CONFLICT if it is another by now.',
    }),
    dryRun: t.boolean({ defaultValue: false, description: 'Say what would change and be pruned, change nothing.' }),
  }),
});

const AuditConfigPayload = builder.objectRef<ConfigChanged>('AuditConfigPayload').implement({
  description: 'What was changed, or would be with `dryRun`.',
  fields: (t) => ({
    auditConfig: t.field({
      type: AuditConfig,
      nullable: false,
      description: 'The configuration after the change.',
      resolve: ({ config }) => config,
    }),
    changes: t.field({
      type: [FieldChange],
      nullable: false,
      description:
        'What differs from before; `path` is a JSON pointer (`/retention/period`), a list is one REPLACE. Empty when nothing differs.',
      resolve: ({ changes }) => changes,
    }),
    pruned: t.field({
      type: SafeInt,
      nullable: false,
      description: 'Events that retention removes, or would with dryRun.',
      resolve: ({ pruned }) => pruned,
    }),
  }),
});

builder.queryField('auditConfig', (t) =>
  t.field({
    type: AuditConfig,
    nullable: true,
    complexity: COST.lookup,
    description: "The configuration of the gateway's own store. Null only with an error.",
    resolve: (_root, _args, { governance, signal }) => governance.config(signal),
  }),
);

builder.mutationField('auditConfig', (t) =>
  t.field({
    type: AuditConfigPayload,
    nullable: true,
    complexity: COST.mutation,
    description:
      'Changes what is given, keeps what is left out. With `expectedRevision`, fails with CONFLICT if someone else was first. The change is recorded as an event, and what retention no longer keeps is removed.',
    args: { input: t.arg({ type: AuditConfigInput, required: true, description: 'What to change.' }) },
    resolve: (_root, { input }, { governance, signal }) => {
      const change = {
        patch: patch(input),
        expectedRevision: input.expectedRevision ?? null,
        dryRun: input.dryRun ?? false,
      };
      return governance.changeConfig(change, signal);
    },
  }),
);

function patch({ system, retention, disabledTypes }: typeof AuditConfigInput.$inferInput): Partial<AuditSettings> {
  const members = {
    enabled: system?.enabled,
    periodDays: retention?.period,
    records: retention?.records,
    disabledTypes,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null));
}
