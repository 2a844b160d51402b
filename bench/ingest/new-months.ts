import { type AuditEvent, GATEWAY } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { fromMillis, type Instant } from '../../src/domain/instant.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { percentile, rounded, timed } from '../statistics.ts';
import type { BenchDatabase } from '../store/bench-database.ts';
import { eventsOf } from './events.ts';

export interface NewMonthsResult {
  readonly months: number;
  /** Until all events of the new months are stored. */
  readonly seconds: number;
  /** What those who record one event of this month each, one after the other, wait meanwhile. */
  readonly othersP50Ms: number;
  readonly othersP99Ms: number;
  readonly othersLongestMs: number;
  readonly aloneP50Ms: number;
}

const OLDEST_YEAR = 2001;

/** Records one event in each of so many months that the store has no parts for yet, while another gateway records as well. */
export async function measureNewMonths(database: BenchDatabase, months: number): Promise<NewMonthsResult> {
  const now = () => fromMillis(Date.now());
  const open = () => openStore({ url: database.url, rules: BUILT_IN, archived: [], now });
  const [mine, others] = [await open(), await open()];
  try {
    let count = 0;
    const one = () => {
      count += 1;
      return record(others, [recorded(`other ${count}`, now())]);
    };
    const alone: number[] = [];
    for (let round = 0; round < 200; round += 1) alone.push(await timed(one));
    const old = Array.from({ length: months }, (_, index) => recorded(`month ${index}`, monthAt(index)));
    const waits: number[] = [];
    let isDone = false;
    const recording = timed(() => record(mine, old)).finally(() => {
      isDone = true;
    });
    while (!isDone) waits.push(await timed(one));
    return {
      months,
      seconds: rounded((await recording) / 1_000),
      othersP50Ms: rounded(percentile(waits, 0.5), 1),
      othersP99Ms: rounded(percentile(waits, 0.99), 1),
      othersLongestMs: rounded(Math.max(...waits), 1),
      aloneP50Ms: rounded(percentile(alone, 0.5), 1),
    };
  } finally {
    await mine.close();
    await others.close();
  }
}

function record(store: EventStore, events: readonly AuditEvent[]): Promise<unknown> {
  return store.record({ events, idempotencyKey: null, now: fromMillis(Date.now()) });
}

function monthAt(index: number): Instant {
  return fromMillis(Date.UTC(OLDEST_YEAR, index, 2));
}

function recorded(name: string, occurredAt: Instant): AuditEvent {
  const [event] = eventsOf(occurredAt, 0, 1);
  if (!event) throw new Error('expected one event');
  return { ...event, id: eventId(GATEWAY, name), source: GATEWAY };
}
