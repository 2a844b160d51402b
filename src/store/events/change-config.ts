import type { Instant } from '../../domain/instant.ts';
import type { RedactionRules } from '../../domain/redact.ts';
import type { ReadingWay, Transaction } from '../engine/transaction.ts';
import type { ConfigChange, ConfigChanged, StoredConfig } from '../port/event-store.ts';
import { archiveRows, writeArchive } from '../rows/archive-row.ts';
import { readConfig, writeConfig } from '../rows/stored-config.ts';
import { configured } from '../rules/archive.ts';
import { changeEvent, intended, OWN_EVENTS } from '../rules/configuring.ts';
import { countExpired } from './expired.ts';
import { storeEvents } from './store-events.ts';

/** What the change would be, and what it would remove. Nothing is changed. */
export async function foreseeChange(db: ReadingWay, change: ConfigChange, agedFrom: Instant): Promise<ConfigChanged> {
  const before = await readConfig(db);
  const { config, changes } = intended(before, change);
  const pruned = changes.length === 0 ? 0 : await countExpired(db, config, agedFrom, OWN_EVENTS);
  return { config: before, changes, pruned };
}

/** Changes what is given and keeps the rest, and records that, whatever the configuration says. Removes nothing yet. */
export async function changeConfig(
  tx: Transaction,
  before: StoredConfig,
  change: ConfigChange,
  rules: RedactionRules,
): Promise<Omit<ConfigChanged, 'pruned'>> {
  const { config, changes } = intended(before, change);
  if (changes.length === 0) return { config, changes };
  await writeConfig(tx, config);
  await storeEvents(tx, [changeEvent(config, changes, rules)], change.now);
  for (const archive of await archiveRows(tx)) {
    const after = configured(archive, before, config);
    if (after !== archive) await writeArchive(tx, after);
  }
  return { config, changes };
}
