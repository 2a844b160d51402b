import { type AuditEvent, GATEWAY, type SourceKey } from '../../src/domain/event.ts';
import { floorTo, type Instant, MINUTE, plus } from '../../src/domain/instant.ts';
import { OLDEST_FIRST } from '../../src/domain/order.ts';
import { compare } from '../../src/domain/position.ts';
import type { StoredConfig } from '../../src/store/port/event-store.ts';
import { type Archive, keptFrom } from '../../src/store/rules/archive.ts';
import { countedTogether, folded } from '../../src/store/rules/folding.ts';
import type { Remembered } from '../../src/store/rules/idempotency.ts';
import { cutoffOf, type Retention, surplusOf } from '../../src/store/rules/retention.ts';
import { type MemoryRow, placeKey, type Rows } from './memory-events.ts';

/** A copied source: what it was when it was first copied, and how far it is. */
export interface MemoryArchive extends Archive {
  readonly kind: string;
  readonly place: string;
}

/** All that a store holds, as a value: a write makes the next one, or none. */
export interface MemoryState {
  readonly rows: Rows;
  readonly lastArrival: number;
  readonly config: StoredConfig;
  readonly archives: ReadonlyMap<SourceKey, MemoryArchive>;
  readonly remembered: ReadonlyMap<string, Remembered & { readonly at: Instant }>;
}

interface Stored {
  readonly state: MemoryState;
  /** How many rows there are now that there were not before. */
  readonly added: number;
}

/** The gateway's own events: alike ones of one clock minute are one, which is counted. */
export function storing(state: MemoryState, events: readonly AuditEvent[], now: Instant): Stored {
  return folded(events.map((event) => ({ ...event, recordedAt: now }))).reduce<Stored>(
    (before, event) => {
      const known = [...before.state.rows.values()].find((row) => isAlike(row.event, event));
      if (!known) return appended(before, event);
      const count = countedTogether(known.event.count, event.count);
      return { state: replaced(before.state, { ...known, event: { ...known.event, count } }), added: before.added };
    },
    { state, added: 0 },
  );
}

function isAlike(stored: AuditEvent, event: AuditEvent): boolean {
  const minutes = [stored, event].map(({ occurredAt }) => floorTo(occurredAt, MINUTE));
  return stored.id === event.id && stored.source === GATEWAY && minutes[0] === minutes[1];
}

/** A source's records, which may come again: what is there already stays, but for a count that has grown since. */
export function copying(state: MemoryState, events: readonly AuditEvent[], now: Instant): Stored {
  return events.reduce<Stored>(
    (before, event) => {
      const known = before.state.rows.get(placeKey(event));
      if (!known) return appended(before, { ...event, recordedAt: now });
      if (known.event.count >= event.count) return before;
      const { count, raw, keptAsText } = event;
      const grown = { ...known.event, count, raw, keptAsText };
      return { state: replaced(before.state, { ...known, event: grown }), added: before.added };
    },
    { state, added: 0 },
  );
}

function appended({ state, added }: Stored, event: Required<AuditEvent>): Stored {
  const arrival = state.lastArrival + 1;
  return { state: { ...replaced(state, { arrival, event }), lastArrival: arrival }, added: added + 1 };
}

function replaced(state: MemoryState, row: MemoryRow): MemoryState {
  return { ...state, rows: new Map(state.rows).set(placeKey(row.event), row) };
}

/** How many events of these the retention no longer keeps, if `coming` new ones are stored first. */
export function expired({ rows }: MemoryState, retention: Retention, now: Instant, coming = 0): number {
  const cutoff = cutoffOf(retention, now);
  const old = cutoff === null ? 0 : [...rows.values()].filter(({ event }) => event.occurredAt < cutoff).length;
  return old + surplusOf(retention, rows.size + coming - old);
}

/** Without what the configuration no longer keeps, the oldest first, nor a claim to hold it. */
export function pruned(state: MemoryState, now: Instant): MemoryState {
  const gone = [...state.rows.values()]
    .map(({ event }) => event)
    .toSorted((a, b) => compare(a, b, OLDEST_FIRST))
    .slice(0, expired(state, state.config, now));
  const last = gone.at(-1);
  const removed = new Set(gone.map(placeKey));
  const ends = [cutoffOf(state.config, now), last ? plus(last.occurredAt, 1) : null].filter((end) => end !== null);
  return {
    ...state,
    rows: new Map([...state.rows].filter(([key]) => !removed.has(key))),
    archives: new Map(
      [...state.archives].map(([key, archive]) => [
        key,
        { ...archive, ...ends.reduce<Archive>((left, end) => keptFrom(left, end), archive) },
      ]),
    ),
  };
}

export function withArchive(state: MemoryState, archive: MemoryArchive): MemoryState {
  return { ...state, archives: new Map(state.archives).set(archive.source, archive) };
}

export function storedOf({ rows }: MemoryState, source: SourceKey): number {
  return [...rows.values()].filter(({ event }) => event.source === source).length;
}
