import type { AuditSettings } from '../../domain/audit-settings.ts';
import type { AuditEvent, FieldChange } from '../../domain/event.ts';
import type { Json } from '../../domain/json.ts';
import { ownEvent } from '../../domain/recorded-event.ts';
import type { RedactionRules } from '../../domain/redact.ts';
import { type ConfigChange, RevisionConflict, type StoredConfig } from '../port/event-store.ts';
import { changesBetween, patched } from './settings-change.ts';

/** What a fresh store is configured to keep: everything. */
export const FRESH: AuditSettings = { enabled: true, periodDays: 0, records: 0, disabledTypes: [] };

/** The event of the change itself, which retention counts too. */
export const OWN_EVENTS = 1;

export interface Intended {
  readonly config: StoredConfig;
  /** None: nothing is to be done. */
  readonly changes: readonly FieldChange[];
}

/** What the configuration would be. Throws `RevisionConflict`, and an `InputError` for a value that cannot be. */
export function intended(before: StoredConfig, { patch, expectedRevision, now, by }: ConfigChange): Intended {
  const settings = patched(before, patch);
  if (expectedRevision !== null && expectedRevision !== before.revision) {
    throw new RevisionConflict(expectedRevision, before.revision);
  }
  const changes = changesBetween(before, settings);
  if (changes.length === 0) return { config: before, changes };
  return { config: { ...settings, revision: before.revision + 1, updatedAt: now, updatedBy: by }, changes };
}

/** What is recorded of it, whatever the configuration says. */
export function changeEvent(
  { revision, updatedAt, updatedBy }: StoredConfig,
  changes: readonly FieldChange[],
  rules: RedactionRules,
): AuditEvent {
  const details: Json = { revision };
  return ownEvent(
    { recordType: 'gateway.config', action: 'update', actor: { name: updatedBy }, changes, details },
    updatedAt,
    rules,
  );
}
