import type { AuditSettings } from '../domain/audit-settings.ts';
import type { FieldChange } from '../domain/event.ts';
import type { Instant } from '../domain/instant.ts';
import type { Json } from '../domain/json.ts';
import { ownEvent } from '../domain/recorded-event.ts';
import type { RedactionRules } from '../domain/redact.ts';
import { isUnder } from '../domain/text-tests.ts';
import { without } from '../domain/windows.ts';
import { archiveRows, windowsJson } from './archive-row.ts';
import { type ConfigChange, type ConfigChanged, RevisionConflict, type StoredConfig } from './event-store.ts';
import { countExpired } from './retention.ts';
import { changesBetween, patched } from './settings-change.ts';
import type { Statements } from './statements.ts';
import { storeEvents } from './store-events.ts';
import { readConfig, writeConfig } from './stored-config.ts';

/** The event of the change itself, which retention counts too. */
const OWN_EVENTS = 1;

/** What the change would be, and what it would remove. Nothing is changed. */
export async function foreseeChange(
  db: Pick<Statements, '$queryRaw'>,
  change: ConfigChange,
  agedFrom: Instant,
): Promise<ConfigChanged> {
  const before = await readConfig(db);
  const { settings, changes } = intended(before, change);
  const pruned = changes.length === 0 ? 0 : await countExpired(db, settings, agedFrom, OWN_EVENTS);
  return { config: before, changes, pruned };
}

/** Changes what is given and keeps the rest, and records that, whatever the configuration says. Removes nothing yet. */
export async function changeConfig(
  tx: Statements,
  before: StoredConfig,
  change: ConfigChange,
  rules: RedactionRules,
): Promise<Omit<ConfigChanged, 'pruned'>> {
  const { settings, changes } = intended(before, change);
  if (changes.length === 0) return { config: before, changes };
  const config: StoredConfig = {
    ...settings,
    revision: before.revision + 1,
    updatedAt: change.now,
    updatedBy: change.by,
  };
  await writeConfig(tx, config);
  await storeEvents(tx, [changeEvent(config, changes, rules)], change.now);
  await copyAgain(tx, before, config);
  return { config, changes };
}

function intended(before: StoredConfig, { patch, expectedRevision }: ConfigChange) {
  const settings = patched(before, patch);
  if (expectedRevision !== null && expectedRevision !== before.revision) {
    throw new RevisionConflict(expectedRevision, before.revision);
  }
  return { settings, changes: changesBetween(before, settings) };
}

/** What was kept out, or removed, and would not be any longer is no longer claimed to be copied. */
async function copyAgain(tx: Statements, before: AuditSettings, after: AuditSettings): Promise<void> {
  const letsIn =
    after.enabled && (!before.enabled || before.disabledTypes.some((type) => !isUnder(after.disabledTypes)(type)));
  const keepsMore = isMore(after.periodDays, before.periodDays) || isMore(after.records, before.records);
  if (!letsIn && !keepsMore) return;
  for (const { source, covered, keptOut, keptFrom } of await archiveRows(tx)) {
    await tx.$executeRaw`
      UPDATE archive SET covered = ${windowsJson(letsIn ? without(covered, keptOut) : covered)}::jsonb,
        kept_out = ${windowsJson(letsIn ? [] : keptOut)}::jsonb, kept_from = ${keepsMore ? null : keptFrom}::bigint
      WHERE source = ${source}`;
  }
}

/** 0 is without limit. */
function isMore(limit: number, than: number): boolean {
  return than !== 0 && (limit === 0 || limit > than);
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
