import type { AuditEvent } from '../../src/domain/event.ts';
import { EVERYTHING } from '../../src/domain/filter.ts';
import { EARLIEST, LATEST } from '../../src/domain/instant.ts';
import type { EventQuery } from '../../src/domain/query.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { OPENED } from './databases.ts';

/** All there is, newest first. */
export const ALL: EventQuery = {
  where: EVERYTHING,
  window: { from: EARLIEST, until: LATEST },
  direction: 'DESC',
  after: null,
  take: 1_000,
  now: OPENED,
};

export async function storedEvents(store: EventStore, query: EventQuery = ALL): Promise<readonly AuditEvent[]> {
  const events: AuditEvent[] = [];
  for await (const item of store.open(query, new AbortController().signal)) {
    if (item.kind === 'event') events.push(item.event);
  }
  return events;
}
