import { floorTo, type Instant, plus } from '../../../../domain/instant.ts';
import { type Problem, sourceError } from '../../../../lanes/source-error.ts';
import type { Exchange, RecordPage } from '../../../adapter.ts';
import { holdsTooMuch } from '../../too-large.ts';
import { inOrder } from '../ask.ts';
import { doneAtHead, isBefore, lastTick, rowOf, type TickedRow } from '../rows.ts';
import { endOf } from './end-of-list.ts';
import type { ListWalk } from './list.ts';
import { measure } from './measure.ts';
import { behindLarge, enlarged, type ListPlace, mayPassOne, overlapping, restarted, steppedBack } from './place.ts';
import { seek } from './seek.ts';

/**
 * The list has no filter by time, it grows at its head and is pruned at its tail: offsets move under the reader. So a
 * page counts only if it begins at the list's own beginning or with a record of a tick that is done with; then
 * nothing between it and the page before can be missing, however those of one tick are shuffled. Otherwise the walk
 * steps back. A beginning that lies deep in the list is found by looking at single records.
 */
export function byOffset(walk: ListWalk): Exchange<RecordPage> {
  const [first] = ticksOf(walk);
  return page(walk, { offset: 0, limit: walk.wanted, tick: first, stepBack: walk.overlap, passed: null });
}

/** The first and the last tick of the window, in reading order. */
function ticksOf({ window, direction, grainUs }: ListWalk): readonly [first: Instant, last: Instant] {
  const [oldest, newest] = [floorTo(window.from, grainUs), floorTo(plus(window.until, -1), grainUs)];
  return direction === 'ASC' ? [oldest, newest] : [newest, oldest];
}

/** `behind`: where to go on, whatever comes; left out: that shows. */
function page(walk: ListWalk, place: ListPlace, behind: ListPlace | null = null): Exchange<RecordPage> {
  const { offset, limit, tick, passed } = place;
  return walk.ask(
    { offset, limit },
    (answer) => {
      const rows = answer.records.map((record) => rowOf(record, walk));
      const head = rows.find((row) => row.tick !== null)?.tick ?? null;
      const goesOn = offset === 0 || (head !== null && isBefore(head, tick, walk.direction));
      if (!goesOn && offset !== passed?.offset) return inOrder([], page(walk, steppedBack(place)), answer.total);
      const done = doneAtHead(rows, tick, walk.direction);
      mustBeInOrder(rows.slice(0, done), walk);
      const onwards = () => following(walk, place, rows, { done, total: answer.total });
      const next = {
        ends: () => null,
        goesOn: onwards,
        unsure: () => confirm(walk, offset + rows.length, onwards),
      };
      const then = behind ? page(walk, behind) : next[endOf(answer, place, walk)]();
      const step = inOrder(answer.records.slice(done), then, answer.total);
      return goesOn || !passed ? step : { ...step, result: { ...step.result, passedOver: passed.problem } };
    },
    (problem) => (holdsTooMuch(problem) && walk.wanted === 1 ? pastLarge(walk, place, problem) : null),
  );
}

/** Even the smallest page is too large: what fits is read, and the record behind it passed over. Null after too many. */
function pastLarge(walk: ListWalk, place: ListPlace, problem: Problem): Exchange<RecordPage> | null {
  if (!mayPassOne(place)) return null;
  const land = (fits: number, told: Problem) => {
    const behind = behindLarge(walk, place, fits, told);
    return fits === 0 ? page(walk, behind) : page(walk, { ...place, limit: fits }, behind);
  };
  return measure({ walk, offset: place.offset, land }, { fits: 0, tooMany: place.limit, problem });
}

/** Rows that are left out here are seen by nobody else; an order that does not hold among them holds nowhere. */
function mustBeInOrder(rows: readonly TickedRow[], { direction, called }: ListWalk): void {
  const ticks = rows.flatMap(({ tick }) => (tick === null ? [] : [tick]));
  if (ticks.every((tick, index) => index === 0 || !isBefore(tick, ticks[index - 1] ?? tick, direction))) return;
  const message = `expected ${called.records} sorted by time, ${direction}, but got them in another order`;
  throw sourceError('OUT_OF_ORDER', message);
}

/** Looks whether there is a record at `offset`, and goes on if there is. */
function confirm(walk: ListWalk, offset: number, onwards: () => Exchange<RecordPage> | null): Exchange<RecordPage> {
  return walk.ask(
    { offset, limit: 1 },
    ({ records, total }) => inOrder([], records.length === 0 ? null : onwards(), total),
    (problem) => (holdsTooMuch(problem) ? onwards() : null),
  );
}

interface Seen {
  /** How many rows at the head of the page are done with. */
  readonly done: number;
  readonly total: number | null;
}

function following(
  walk: ListWalk,
  place: ListPlace,
  rows: readonly TickedRow[],
  seen: Seen,
): Exchange<RecordPage> | null {
  const { direction } = walk;
  if (seen.done === rows.length) return seekOn(walk, place, rows, seen);
  const last = lastTick(rows) ?? place.tick;
  const [, end] = ticksOf(walk);
  if (isBefore(end, last, direction)) return null;
  if (!isBefore(place.tick, last, direction)) return page(walk, enlarged(walk, place, seen.done));
  const offset = overlapping(walk, place, place.offset + rows.findIndex((row) => row.tick === last));
  const again = place.offset + rows.length - offset;
  return page(walk, { ...restarted(walk, place, offset, again), tick: last });
}

/** All of a page is done with: what comes next may lie far behind it. */
function seekOn(
  walk: ListWalk,
  place: ListPlace,
  rows: readonly TickedRow[],
  { done, total }: Seen,
): Exchange<RecordPage> {
  const low = { offset: place.offset + Math.max(0, done - 1), tick: rows[done - 1]?.tick ?? null };
  const high = total === null || total <= low.offset ? null : { offset: total, tick: null };
  const land = (offset: number, width: number) => {
    const start = overlapping(walk, place, offset + 1);
    return page(walk, restarted(walk, place, start, offset + width - start));
  };
  const span = Math.max(1, Math.floor(walk.wanted / 2));
  return seek({ walk, target: place.tick, span, land }, { low, high, probes: 0 });
}
