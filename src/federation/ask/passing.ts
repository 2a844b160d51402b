import type { AuditEvent } from '../../domain/event.ts';
import { compileFilter } from '../../domain/matches.ts';
import { within } from '../../domain/position.ts';
import type { Asked } from './asked.ts';

/** Whether an event that was read by other ways than a lane's is one that is asked for. */
export function passing({ where, window }: Asked): (event: AuditEvent) => boolean {
  const matches = compileFilter(where);
  return (event) => within(event.occurredAt, window) && matches(event);
}
