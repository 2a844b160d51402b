import { floorTo, formatRfc3339, type Instant, plus } from '../domain/instant.ts';
import type { Direction } from '../domain/order.ts';
import { boundary, compare, type TimeWindow } from '../domain/position.ts';
import type { Item } from './lane.ts';
import { progress } from './progress.ts';
import type { Entry, Reading } from './reading.ts';
import { type Problem, problem, sourceError } from './source-error.ts';
import { walkMemory } from './walk-memory.ts';

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
 * freed of repeats (the greater count stays), then let go. Records that were read before and stand again on a later page, as
 * on lists that move, are passed over. After each page a mark says how far the lane is whole. A walk that brings nothing new
 * any more fails.
 */
export async function* settle(readings: AsyncIterable<Reading>, how: Settling): AsyncGenerator<Item> {
  const entrance = how.direction === 'ASC' ? how.window.from : how.window.until;
  const exit = how.direction === 'ASC' ? how.window.until : how.window.from;
  let run: Run | null = null;
  let whole: Instant = entrance;
  let unplaced: Unplaced | null = null;
  const known = walkMemory();
  const walk = progress();

  for await (const reading of readings) {
    if (reading.kind === 'report') {
      yield reading;
      continue;
    }
    if (reading.kind === 'refused') {
      walk.refused(reading.error);
      continue;
    }
    let found: 'something' | 'empty' | 'repeated' = 'empty';
    const slice = reading.wholeUntil === null || reading.sorted ? null : inOrder([...reading.entries], how);
    for (const entry of slice?.entries ?? reading.entries) {
      if (entry.kind === 'unplaced') {
        unplaced ??= { since: run ? nearEdge(run.tick, how) : whole, problem: entry.problem ?? UNDATED };
        continue;
      }
      if (found === 'empty') found = 'repeated';
      const tick = floorTo(entry.event.occurredAt, how.grainUs);
      if (run === null || tick !== run.tick) {
        if (run && isBefore(tick, run.tick, how.direction)) {
          if (known.holds(entry.event)) continue;
          throw disordered(run.tick, tick, how);
        }
        if (run) yield* letGo(run, how);
        run = { tick, entries: new Map() };
        if (unplaced) yield gap(unplaced, farEdge(tick, how));
        unplaced = null;
      }
      if (!run.entries.has(entry.event.id)) found = 'something';
      add(run, entry);
      known.add(entry.event);
    }
    if (reading.wholeUntil === null) {
      if (run) whole = nearEdge(run.tick, how);
    } else {
      if (run) yield* letGo(run, how);
      run = null;
      const lost: Unplaced | null = slice?.lost ? { since: whole, problem: slice.lost } : unplaced;
      if (lost) yield gap(lost, reading.wholeUntil);
      unplaced = null;
      whole = reading.wholeUntil;
    }
    if (unplaced === null) yield { kind: 'mark', at: boundary(whole) };
    if (found === 'something') walk.gotOn();
    else walk.stood(found);
  }
  if (run) yield* letGo(run, how);
  if (unplaced) yield gap(unplaced, exit);
}

/** Records without a place: they lie somewhere past `since`. The first one's problem is told. */
interface Unplaced {
  readonly since: Instant;
  readonly problem: Problem;
}

const UNDATED = problem(
  'INVALID_RESPONSE',
  'expected a record with a readable time, but got one without: it cannot be placed',
);

interface Run {
  readonly tick: Instant;
  readonly entries: Map<string, Placed>;
}

/** So many records of one moment are held back to be put in order. */
export const MOST_OF_ONE_MOMENT = 100_000;

function add(run: Run, entry: Placed): void {
  const known = run.entries.get(entry.event.id);
  if (known && known.event.count >= entry.event.count) return;
  run.entries.set(entry.event.id, entry);
  if (run.entries.size <= MOST_OF_ONE_MOMENT) return;
  throw sourceError('OVERFLOW', `expected at most ${MOST_OF_ONE_MOMENT} records of one moment, but got more`);
}

function* letGo(run: Run, how: Settling): Generator<Item> {
  const events = [...run.entries.values()].filter((entry) => entry.matched).map((entry) => entry.event);
  for (const event of events.sort((a, b) => compare(a, b, how))) {
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
function inOrder(entries: readonly Entry[], { direction, grainUs }: Settling): Slice {
  const placed = entries.filter((entry) => entry.kind === 'event');
  const ticks = placed.map((entry) => floorTo(entry.event.occurredAt, grainUs));
  if (ticks.every((tick, index) => index === 0 || !isBefore(tick, ticks[index - 1] as Instant, direction))) {
    return { entries, lost: null };
  }
  if (ticks.every((tick, index) => index === 0 || !isBefore(ticks[index - 1] as Instant, tick, direction))) {
    return { entries: entries.toReversed(), lost: null };
  }
  const sorted = placed.toSorted((a, b) => compare(a.event, b.event, { direction }));
  const unplaced = entries.find((entry) => entry.kind === 'unplaced');
  return { entries: sorted, lost: unplaced ? (unplaced.problem ?? UNDATED) : null };
}

interface Slice {
  readonly entries: readonly Entry[];
  /** Why a record may lie anywhere in it; null: none does. */
  readonly lost: Problem | null;
}

function gap({ since, problem }: Unplaced, until: Instant): Item {
  const window = since < until ? { from: since, until } : { from: until, until: since };
  return { kind: 'gap', window, problem };
}

function disordered(last: Instant, next: Instant, how: Settling) {
  const order = how.direction === 'ASC' ? 'oldest' : 'newest';
  const [after, found] = [last, next].map(formatRfc3339);
  const message = `expected records ${order} first, but one of ${found} came after one of ${after}`;
  return sourceError('OUT_OF_ORDER', message, {}, { doubtfulSince: nearEdge(next, how) });
}
