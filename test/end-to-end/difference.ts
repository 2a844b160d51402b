import type { AuditEvent } from '../../src/domain/event.ts';

/** What two lists of events disagree in, in short; null for equal ones. */
export function difference(given: readonly AuditEvent[], expected: readonly string[]) {
  const ids = given.map((event) => event.id as string);
  const missing = expected.filter((id) => !ids.includes(id));
  const added = ids.filter((id, index) => !expected.includes(id) || ids.indexOf(id) !== index);
  const misplaced = ids.findIndex((id, index) => id !== expected[index]);
  return missing.length + added.length === 0 && misplaced < 0 && ids.length === expected.length
    ? null
    : { missing, added, misplaced };
}
