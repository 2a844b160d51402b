import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditSettings } from '../../src/domain/audit-settings.ts';
import { type AuditEvent, GATEWAY, type SourceKey } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { DAY, EARLIEST, type Instant, MINUTE, plus, SECOND } from '../../src/domain/instant.ts';
import { type TimeWindow, within } from '../../src/domain/position.ts';
import { without } from '../../src/domain/windows.ts';
import { type Lease, syncLease } from '../../src/store/port/archive-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { keeps } from '../../src/store/rules/keeps.ts';
import { someEvent } from '../fakes/some-event.ts';
import { ARCHIVED, OPENED } from '../store/databases.ts';
import { storedEvents } from '../store/stored-events.ts';
import { stores, useKitStore } from '../store-kit/stores.ts';

const SOURCES = ARCHIVED.slice(-2);
const TYPES = ['a', 'a.b', 'c'];
/** The vendors' events lie on these places, some of them together; they reach over four months. */
const PLACES = 24;
const BEGIN = plus(OPENED, -PLACES * 5 * DAY - DAY);

const placeAt = (place: number): Instant => plus(BEGIN, place * (5 * DAY + MINUTE));

interface Drawn {
  readonly place: number;
  readonly type: string;
}

type Step =
  | {
      readonly kind: 'ingest';
      readonly source: number;
      readonly window: Stretch;
      readonly withheld: Stretch;
      readonly grown: number;
      readonly isLate: boolean;
    }
  | { readonly kind: 'configure'; readonly patch: Partial<AuditSettings> }
  | { readonly kind: 'prune'; readonly days: number };
type Stretch = readonly [from: number, until: number];

const aPlace = fc.nat(PLACES - 1);
const aPart: fc.Arbitrary<Stretch> = fc
  .tuple(fc.nat(PLACES), fc.nat(PLACES))
  .map(([a, b]) => (a < b ? [a, b] : [b, a]));
const aStretch = fc.oneof(fc.constant<Stretch>([0, PLACES]), aPart);
const aPatch = fc.oneof(
  fc.record({ periodDays: fc.constantFrom(0, 20, 60, 100) }),
  fc.record({ records: fc.constantFrom(0, 3, 10, 25) }),
  { weight: 3, arbitrary: fc.record({ disabledTypes: fc.oneof(fc.constant([]), fc.subarray(TYPES)) }) },
  fc.record({ enabled: fc.boolean() }),
);
const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('ingest' as const),
      source: fc.nat(SOURCES.length - 1),
      window: aStretch,
      withheld: fc.oneof({ weight: 3, arbitrary: fc.constant<Stretch>([0, 0]) }, aPart),
      grown: fc.nat(3),
      isLate: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('configure' as const), patch: aPatch }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('prune' as const), days: fc.nat(30) }) },
);
const someDrawn = fc.array(fc.record({ place: aPlace, type: fc.constantFrom(...TYPES) }), {
  minLength: 4,
  maxLength: 16,
});
const aStory = fc.record({
  drawn: fc.tuple(someDrawn, someDrawn),
  steps: fc.array(aStep, { minLength: 3, maxLength: 12 }),
});

type Row = Pick<AuditEvent, 'id' | 'source' | 'occurredAt' | 'count'>;

function eventsOf(source: SourceKey, drawn: readonly Drawn[]): readonly AuditEvent[] {
  return drawn.map(({ place, type }, index) =>
    someEvent({ source, occurredAt: placeAt(place), recordType: type, id: eventId(source, String(index)) }),
  );
}

/** What is left of the rows: not those before the period, and of the others the newest so many. */
function kept(rows: readonly Row[], { periodDays, records }: AuditSettings, now: Instant): readonly Row[] {
  const young = rows.filter((row) => periodDays === 0 || row.occurredAt >= plus(now, -periodDays * DAY));
  const sorted = young.toSorted((a, b) => b.occurredAt - a.occurredAt || (a.id < b.id ? 1 : -1));
  return records === 0 ? sorted : sorted.slice(0, records);
}

/** The gateway's own events have ids that nobody foretells, and times that nothing else has. */
function shown(rows: readonly Row[]): readonly string[] {
  return rows
    .map(({ source, occurredAt, id, count }) => `${source} ${occurredAt} ${source === GATEWAY ? '' : id} × ${count}`)
    .toSorted();
}

function windowOf([from, until]: Stretch, keptFrom: Instant | null): TimeWindow {
  const begin = from === 0 ? EARLIEST : placeAt(from);
  return { from: Math.max(begin, keptFrom ?? EARLIEST) as Instant, until: placeAt(until) };
}

/** How often what the law is about was met; else it would be kept by nothing happening. */
const met = { claimed: 0, pruned: 0, again: 0 };

class Story {
  readonly store: EventStore;
  readonly universe: ReadonlyMap<SourceKey, readonly AuditEvent[]>;
  rows: readonly Row[] = [];
  now = OPENED;

  constructor(store: EventStore, drawn: readonly (readonly Drawn[])[]) {
    this.store = store;
    this.universe = new Map(SOURCES.map((source, index) => [source, eventsOf(source, drawn[index] ?? [])]));
  }

  async take(step: Step): Promise<void> {
    this.now = plus(this.now, SECOND);
    if (step.kind === 'ingest') await this.ingest(step);
    else if (step.kind === 'configure') await this.configure(step.patch);
    else await this.prune(step.days);
    await this.check();
  }

  async stateOf(source: SourceKey) {
    const state = (await this.store.syncStates()).get(source);
    if (!state) throw new Error('expected an archive that was opened');
    return state;
  }

  /** Late: the run began before retention took what it reads. */
  async ingest({ source: index, window: stretch, withheld, grown, isLate }: Extract<Step, { kind: 'ingest' }>) {
    const source = SOURCES[index] as SourceKey;
    const before = await this.stateOf(source);
    const removed = { from: EARLIEST, until: before.keptFrom ?? EARLIEST };
    const window = windowOf(stretch, isLate ? null : before.keptFrom);
    const hidden = { from: placeAt(withheld[0]), until: placeAt(withheld[1]) };
    const events = (this.universe.get(source) ?? [])
      .filter(({ occurredAt }) => within(occurredAt, window) && !within(occurredAt, hidden))
      .map((event, at) => ({ ...event, count: 1 + ((grown + at) % 4) }));
    const lease = (await this.store.leases.acquire(syncLease(source), 60_000)) as Lease;
    const batch = { source, lease, events, covered: [window], withheld: [hidden], upToDate: false, now: this.now };
    const letIn = events.filter(keeps(await this.store.config()));
    const known = new Set(this.rows.map(({ id }) => id));
    expect(await this.store.ingest(batch)).toEqual({
      added: letIn.filter(({ id }) => !known.has(id)).length,
      refused: [],
    });
    const once = [shown(await storedEvents(this.store)), await this.store.syncStates()];
    expect(await this.store.ingest(batch)).toEqual({ added: 0, refused: [] });
    expect([shown(await storedEvents(this.store)), await this.store.syncStates()]).toEqual(once);
    await this.store.leases.release(lease);

    const { covered } = await this.stateOf(source);
    expect(covered).toEqual(without([...before.covered, window], [hidden, removed]));
    const byId = new Map(this.rows.map((row) => [row.id, row]));
    for (const event of letIn) if (event.count > (byId.get(event.id)?.count ?? 0)) byId.set(event.id, event);
    this.rows = [...byId.values()];
  }

  async configure(patch: Partial<AuditSettings>) {
    const { now } = this;
    const before = await this.store.config();
    const change = { patch, expectedRevision: null, dryRun: false, now, by: null };
    const { config, changes, pruned } = await this.store.changeConfig(change);
    if (changes.length > 0) {
      const own = { source: GATEWAY, occurredAt: now, id: eventId(GATEWAY, String(now)), count: 1 };
      const rows = [...this.rows, own];
      this.rows = kept(rows, config, now);
      met.again += this.letIn(before).length < this.letIn(config).length ? 1 : 0;
      expect(pruned).toBe(rows.length - this.rows.length);
    }
    met.pruned += pruned;
  }

  async prune(days: number) {
    this.now = plus(this.now, days * DAY);
    const left = kept(this.rows, await this.store.config(), this.now);
    expect(await this.store.prune(this.now)).toEqual({ removed: this.rows.length - left.length });
    met.pruned += this.rows.length - left.length;
    this.rows = left;
  }

  letIn(settings: AuditSettings): readonly AuditEvent[] {
    return [...this.universe.values()].flat().filter(keeps(settings));
  }

  /** The rows are those of the model, and whatever is claimed to be whole is. */
  async check() {
    expect(shown(await storedEvents(this.store))).toEqual(shown(this.rows));
    const stored = new Set(this.rows.map(({ id }) => id));
    const letIn = this.letIn(await this.store.config());
    for (const source of SOURCES) {
      const { covered, storedEvents: counted } = await this.stateOf(source);
      expect(counted).toBe(this.rows.filter((row) => row.source === source).length);
      const claimed = letIn.filter(
        (event) => event.source === source && covered.some((window) => within(event.occurredAt, window)),
      );
      expect(claimed.filter(({ id }) => !stored.has(id))).toEqual([]);
      met.claimed += claimed.length;
    }
  }
}

describe.each(stores)('law 10 on $name', (kind) => {
  const open = useKitStore(kind);

  test('ingest twice is ingest once; prune never leaves coverage claiming what is gone', async () => {
    const { store, empty } = open();
    await fc.assert(
      fc.asyncProperty(aStory, async ({ drawn, steps }) => {
        await empty();
        await store.openArchives(SOURCES.map((key) => ({ key, kind: 'salt', place: key, archived: true })));
        const story = new Story(store, drawn);
        for (const step of steps) await story.take(step);
      }),
      { numRuns: 40, interruptAfterTimeLimit: 90_000 },
    );
    expect(Math.min(met.claimed, met.pruned, met.again)).toBeGreaterThan(0);
  }, 120_000);
});
