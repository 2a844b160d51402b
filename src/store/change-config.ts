import type { FieldChange } from '../domain/event.ts';
import type { Json } from '../domain/json.ts';
import { ownEvent } from '../domain/recorded-event.ts';
import type { RedactionRules } from '../domain/redact.ts';
import { type ConfigChange, type ConfigChanged, RevisionConflict, type StoredConfig } from './event-store.ts';
import { countExpired, removeExpired } from './retention.ts';
import { changesBetween, patched } from './settings-change.ts';
import { storeEvents } from './store-events.ts';
import { writeConfig } from './stored-config.ts';
import type { Transaction } from './writing.ts';

/** The event of the change itself, which retention counts too. */
const OWN_EVENTS = 1;

/** Changes what is given and keeps the rest; records that, whatever the configuration says; then removes what is too much. */
export async function changeConfig(
  tx: Transaction,
  before: StoredConfig,
  change: ConfigChange,
  rules: RedactionRules,
): Promise<ConfigChanged> {
  const settings = patched(before, change.patch);
  if (change.expectedRevision !== null && change.expectedRevision !== before.revision) {
    throw new RevisionConflict(change.expectedRevision, before.revision);
  }
  const changes = changesBetween(before, settings);
  if (changes.length === 0) return { config: before, changes, pruned: 0 };
  if (change.dryRun) {
    return { config: before, changes, pruned: await countExpired(tx, settings, change.now, OWN_EVENTS) };
  }
  const config: StoredConfig = {
    ...settings,
    revision: before.revision + 1,
    updatedAt: change.now,
    updatedBy: change.by,
  };
  await writeConfig(tx, config);
  await storeEvents(tx, [changeEvent(config, changes, rules)], change.now);
  return { config, changes, pruned: await removeExpired(tx, settings, change.now) };
}

function changeEvent(
  { revision, updatedAt, updatedBy }: StoredConfig,
  changes: readonly FieldChange[],
  rules: RedactionRules,
) {
  const details: Json = { revision };
  return ownEvent(
    { recordType: 'gateway.config', action: 'update', actor: { name: updatedBy }, changes, details },
    updatedAt,
    rules,
  );
}
