import { floorTo, formatRfc3339, type Instant, plus } from '../domain/instant.ts';
import { boundary, compare, type Direction, type TimeWindow } from '../domain/position.ts';
import type { Item } from './lane.ts';
import type { Entry, Reading } from './reading.ts';
import { problem, sourceError } from './source-error.ts';

interface Settling {
  readonly direction: Direction;
  /** Sources order by time alone, and only this finely: what is equal in it may come in any order. */
  readonly grainUs: number;
  /** Where an unplaced record may lie when it has no neighbour. */
  readonly window: TimeWindow;
}

type Placed = Extract<Entry, { kind: 'event' }>;

/**
 * Pages in the source's own order become events in the one order: a run of equal ticks is held back, sorted by id,
 * freed of repeats (the greater count stays), then let go. Records of the page before that stand again on the next one,
 * as on lists that move, are passed over. After each page a mark says how far the lane is whole.
 */
export async function* settle(readings: AsyncIterable<Reading>, how: Settling): AsyncGenerator<Item> {
  const entrance = how.direction === 'ASC' ? how.window.from : how.window.until;
  const exit = how.direction === 'ASC' ? how.window.until : how.window.from;
  let run: Run | null = null;
  let whole: Instant = entrance;
  let unplacedSince: Instant | null = null;
  let before: ReadonlySet<string> = new Set();

  for await (const reading of readings) {
    if (reading.kind === 'report') {
      yield reading;
      continue;
    }
    const page = new Set<string>();
    const slice = reading.wholeUntil === null || reading.sorted ? null : inOrder([...reading.entries], how);
    for (const entry of slice?.entries ?? reading.entries) {
      if (entry.kind === 'unplaced') {
        unplacedSince ??= run ? nearEdge(run.tick, how) : whole;
        continue;
      }
      page.add(entry.event.id);
      const tick = floorTo(entry.event.occurredAt, how.grainUs);
      if (run === null || tick !== run.tick) {
        if (run && isBefore(tick, run.tick, how.direction)) {
          if (before.has(entry.event.id)) continue;
          throw disordered(run.tick, tick, how);
        }
        if (run) yield* letGo(run, how.direction);
        run = { tick, entries: new Map() };
        if (unplacedSince !== null) yield gap(unplacedSince, farEdge(tick, how));
        unplacedSince = null;
      }
      add(run, entry);
    }
    before = page;
    if (reading.wholeUntil === null) {
      if (run) whole = nearEdge(run.tick, how);
    } else {
      if (run) yield* letGo(run, how.direction);
      run = null;
      const lost = slice?.lost ? whole : unplacedSince;
      if (lost !== null) yield gap(lost, reading.wholeUntil);
      unplacedSince = null;
      whole = reading.wholeUntil;
    }
    if (unplacedSince === null) yield { kind: 'mark', at: boundary(whole) };
  }
  if (run) yield* letGo(run, how.direction);
  if (unplacedSince !== null) yield gap(unplacedSince, exit);
}

interface Run {
  readonly tick: Instant;
  readonly entries: Map<string, Placed>;
}

function add(run: Run, entry: Placed): void {
  const known = run.entries.get(entry.event.id);
  if (!known || known.event.count < entry.event.count) run.entries.set(entry.event.id, entry);
}

function* letGo(run: Run, direction: Direction): Generator<Item> {
  const events = [...run.entries.values()].filter((entry) => entry.matched).map((entry) => entry.event);
  for (const event of events.sort((a, b) => compare(a, b, direction))) {
    yield { kind: 'event', at: { occurredAt: event.occurredAt, id: event.id }, event };
  }
}

function isBefore(a: Instant, b: Instant, direction: Direction): boolean {
  return direction === 'ASC' ? a < b : a > b;
}

/** The edges of a tick in reading order: where it is entered, and where it is left behind. */
function nearEdge(tick: Instant, { direction, grainUs }: Settling): Instant {
  return direction === 'ASC' ? tick : plus(tick, grainUs);
}
function farEdge(tick: Instant, { direction, grainUs }: Settling): Instant {
  return direction === 'ASC' ? plus(tick, grainUs) : tick;
}

/** A slice may come in either order, or in none; only then unplaced records have no neighbours. */
function inOrder(entries: readonly Entry[], { direction, grainUs }: Settling) {
  const placed = entries.filter((entry) => entry.kind === 'event');
  const ticks = placed.map((entry) => floorTo(entry.event.occurredAt, grainUs));
  if (ticks.every((tick, index) => index === 0 || !isBefore(tick, ticks[index - 1] as Instant, direction))) {
    return { entries, lost: false };
  }
  if (ticks.every((tick, index) => index === 0 || !isBefore(ticks[index - 1] as Instant, tick, direction))) {
    return { entries: entries.toReversed(), lost: false };
  }
  const sorted = placed.toSorted((a, b) => compare(a.event, b.event, direction));
  return { entries: sorted, lost: placed.length < entries.length };
}

function gap(a: Instant, b: Instant): Item {
  const window = a < b ? { from: a, until: b } : { from: b, until: a };
  const message = 'expected a record with a readable time, but got one without: it cannot be placed';
  return { kind: 'gap', window, problem: problem('INVALID_RESPONSE', message) };
}

function disordered(last: Instant, next: Instant, how: Settling) {
  const order = how.direction === 'ASC' ? 'oldest' : 'newest';
  const [after, found] = [last, next].map(formatRfc3339);
  const message = `expected records ${order} first, but one of ${found} came after one of ${after}`;
  return sourceError('OUT_OF_ORDER', message, {}, { doubtfulSince: nearEdge(next, how) });
}
