import type { AuditEvent } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { DAY, EARLIEST, floorTo, type Instant, MILLISECOND, plus, SECOND } from '../../src/domain/instant.ts';
import { within } from '../../src/domain/position.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { type ClockOffset, type ClockWatch, offsetOf } from '../../src/lanes/clock-offset.ts';
import type { LaneSource } from '../../src/lanes/lane.ts';
import type { SyncState } from '../../src/lanes/sync-state.ts';
import type { Lease } from '../../src/store/port/archive-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import type { ArchiveSource } from '../../src/sync/archive-source.ts';
import { type Synced, syncOnce } from '../../src/sync/sync-once.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { someEvent } from '../fakes/some-event.ts';
import { OPENED } from '../store/databases.ts';
import { storedEvents } from '../store/stored-events.ts';
import { KEY } from './copied-source.ts';

/** By how much each clock is ahead of the truth, in seconds. */
export interface Wrong {
  readonly own: number;
  /** Null: the database is in the process and has its clock. */
  readonly database: number | null;
  /** By which the source dates its records, and its answers where it dates those. */
  readonly source: number;
}

export const RIGHT: Wrong = { own: 0, database: 0, source: 0 };
const LATENESS_US = 10 * SECOND;
const LEASE_MS = 60_000;

/** A source that is copied, and the clocks of all who have a part in it: true time goes on only when it is told to. */
export class ClockWorld {
  readonly store: EventStore;
  readonly tellsTime: boolean;
  readonly held: AuditEvent[] = [];
  /** Seconds since the store was opened. */
  truth = 0;
  wrong: Wrong = RIGHT;
  #process = 0;
  #lease: Lease | null = null;
  #watches = new Set<(offset: ClockOffset) => void>();

  constructor(store: EventStore, tellsTime: boolean) {
    this.store = store;
    this.tellsTime = tellsTime;
  }

  async open(): Promise<void> {
    await this.store.openArchives([{ key: KEY, kind: 'salt', place: 'here', archived: true }]);
  }

  /** A record that the source writes now, dated by its clock. */
  write(more: Partial<AuditEvent> = {}): AuditEvent {
    const action = `${this.held.length}`;
    const event = someEvent({
      source: KEY,
      occurredAt: this.read('source'),
      id: eventId(KEY, action),
      action,
      ...more,
    });
    this.held.push(event);
    return event;
  }

  read(clock: keyof Wrong): Instant {
    const ahead = this.wrong[clock] ?? this.wrong.own;
    return plus(OPENED, Math.round((this.truth + ahead) * SECOND));
  }

  /** The process ends and another one begins, whose clock that never jumps has nothing to do with that one's. */
  async restart(): Promise<void> {
    if (this.#lease) await this.store.leases.release(this.#lease);
    this.#lease = null;
    this.#process += 1;
  }

  async run(lane: LaneSource = this.lane()): Promise<Synced> {
    this.#lease ??= (await this.store.leases.acquire(`sync ${KEY}`, LEASE_MS)) as Lease;
    const source: ArchiveSource = {
      ...{ key: KEY, name: 'Salt', kind: 'salt', lane, beginsAt: () => EARLIEST, watchClock: () => this.#watch() },
      ...{ pollUs: 60 * SECOND, latenessUs: LATENESS_US },
    };
    const store: EventStore = { ...this.store, now: async () => this.read('database') };
    const { signal } = new AbortController();
    const clocks = { now: () => this.read('own'), elapsedMs: () => this.#elapsedMs() };
    return syncOnce({ source, store, lease: this.#lease, rules: BUILT_IN, ...clocks, signal });
  }

  async state(): Promise<SyncState> {
    const state = (await this.store.syncStates()).get(KEY);
    if (!state) throw new Error('expected a source that is copied');
    return state;
  }

  /** What the source holds, the store claims to hold, and does not. */
  async lost(): Promise<readonly string[]> {
    const { covered } = await this.state();
    const stored = new Set((await storedEvents(this.store)).map(({ id }) => id));
    return this.held
      .filter(({ id, occurredAt }) => covered.some((window) => within(occurredAt, window)) && !stored.has(id))
      .map(({ occurredAt }) => `${(occurredAt - OPENED) / SECOND}`);
  }

  /** As a vendor is asked: no further than a day past the moment that the question says it is. */
  lane(): LaneSource {
    const lane = arrayLane({ key: KEY, events: [], grainUs: SECOND });
    return {
      ...lane,
      open: (query, signal) => {
        const events = this.held.filter(({ occurredAt }) => occurredAt < plus(query.now, DAY));
        return arrayLane({ key: KEY, events, grainUs: SECOND, pageSize: 50, onPage: () => this.#answer() }).open(
          query,
          signal,
        );
      },
    };
  }

  #elapsedMs(): number {
    return this.truth * 1_000 + this.#process * 7_777_777;
  }

  #answer(): void {
    if (!this.tellsTime) return;
    const least = floorTo(this.read('source'), SECOND);
    const elapsedMs = this.#elapsedMs();
    const offset = offsetOf({ least, most: plus(least, SECOND) }, elapsedMs, elapsedMs);
    for (const see of this.#watches) see(offset);
  }

  #watch(): ClockWatch {
    let seen: ClockOffset | null = null;
    const see = ({ least, most }: ClockOffset) => {
      seen = { least: Math.min(seen?.least ?? least, least), most };
    };
    this.#watches.add(see);
    return { seen: () => seen, close: () => void this.#watches.delete(see) };
  }
}

export const inSeconds = (at: Instant | null | undefined): number | null =>
  at === null || at === undefined || at === EARLIEST ? null : Math.round((at - OPENED) / MILLISECOND) / 1_000;
