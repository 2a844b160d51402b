import type { AuditSettings } from '../../domain/audit-settings.ts';
import type { FieldChange } from '../../domain/event.ts';
import { InputError, shown } from '../../domain/input-error.ts';
import type { Json } from '../../domain/json.ts';
import { isWellFormed } from '../../domain/text.ts';

/** An Int of the API. */
const LARGEST = 2_147_483_647;
export const MAX_DISABLED_TYPES = 1_000;

interface Setting {
  /** The pointer to it, in the API's shape. */
  readonly path: string;
  readonly argument: string;
  readonly check: (value: never, argument: string) => void;
}

const SETTINGS: Readonly<Record<keyof AuditSettings, Setting>> = {
  enabled: { path: '/system/enabled', argument: 'input.system.enabled', check: () => undefined },
  periodDays: { path: '/retention/period', argument: 'input.retention.period', check: checkNumber },
  records: { path: '/retention/records', argument: 'input.retention.records', check: checkNumber },
  disabledTypes: { path: '/disabledTypes', argument: 'input.disabledTypes', check: checkTypes },
};
const NAMES = Object.keys(SETTINGS) as (keyof AuditSettings)[];

/** What is stored after the patch. Throws an `InputError` for a value that no store can be configured with. */
export function patched(settings: AuditSettings, patch: Partial<AuditSettings>): AuditSettings {
  for (const name of NAMES) {
    const { argument, check } = SETTINGS[name];
    const value = patch[name];
    if (value !== undefined) check(value as never, argument);
  }
  const { enabled, periodDays, records, disabledTypes } = { ...settings, ...given(patch) };
  return { enabled, periodDays, records, disabledTypes };
}

/** What differs, a list as one. */
export function changesBetween(before: AuditSettings, after: AuditSettings): readonly FieldChange[] {
  return NAMES.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).map((name) => ({
    path: SETTINGS[name].path,
    op: 'REPLACE',
    before: before[name] as Json,
    after: after[name] as Json,
  }));
}

function given(patch: Partial<AuditSettings>): Partial<AuditSettings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

function checkNumber(value: number, argument: string): void {
  if (Number.isInteger(value) && value >= 0 && value <= LARGEST) return;
  throw new InputError(argument, `a whole number from 0 to ${LARGEST}`, shown(value));
}

function checkTypes(types: readonly string[], argument: string): void {
  if (types.length > MAX_DISABLED_TYPES)
    throw new InputError(argument, `at most ${MAX_DISABLED_TYPES} record types`, String(types.length));
  const seen = new Map<string, number>();
  for (const [index, type] of types.entries()) {
    const place = `${argument}[${index}]`;
    if (type.trim() === '' || !isWellFormed(type)) throw new InputError(place, 'a record type', shown(type));
    const first = seen.get(type);
    seen.set(type, index);
    if (first !== undefined)
      throw new InputError(place, 'every record type once', `${shown(type)} again, as at ${argument}[${first}]`);
  }
}
