import type { AuditSettings } from '../../domain/audit-settings.ts';
import type { AuditEvent } from '../../domain/event.ts';
import { isUnder } from '../../domain/text-tests.ts';

/** Whether the configuration lets an event be stored. */
export function keeps({ enabled, disabledTypes }: AuditSettings): (event: AuditEvent) => boolean {
  const isDisabled = isUnder(disabledTypes);
  return ({ recordType }) => enabled && !isDisabled(recordType);
}
