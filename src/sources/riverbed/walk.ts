import { floorTo, type Instant, plus } from '../../domain/instant.ts';
import type { Direction } from '../../domain/position.ts';
import { type Problem, sourceError } from '../../lanes/source-error.ts';
import type { Exchange, Pushdown, RecordPage, Step } from '../adapter.ts';
import { holdsTooMuch } from '../kit/too-large.ts';
import { type EventsAnswer, eventsAnswer } from './answer.ts';
import { endOf } from './end-of-list.ts';
import { measure } from './measure.ts';
import type { RiverbedOptions } from './options.ts';
import { GRAIN_US, isBefore, type Row, rowOf } from './order.ts';
import { getEvents, type Part } from './request.ts';
import { seek } from './seek.ts';

/** The largest page by which a second is read that does not fit into an ordinary one; past it, OVERFLOW. */
export const MOST_OF_ONE_SECOND = 1000;

/**
 * The list has no filter by time, it grows at its head and is pruned at its tail: offsets move under the reader. So a
 * page counts only if it begins at the list's own beginning or with an event of a second that is done with; then
 * nothing between it and the page before can be missing, however events of one second are shuffled. Otherwise the walk
 * steps back. A beginning that lies deep in the list is found by looking at single events.
 */
export function walk(pushdown: Pushdown, options: RiverbedOptions): Exchange<RecordPage> {
  const { window, direction } = pushdown;
  const first = floorTo(direction === 'ASC' ? window.from : plus(window.until, -1), GRAIN_US);
  const last = floorTo(direction === 'ASC' ? plus(window.until, -1) : window.from, GRAIN_US);
  const limit = Math.min(pushdown.pageSize, options.maxPageSize);
  const overlap = Math.min(options.overlap, Math.floor(options.maxPageSize / 2));
  const question = { pushdown, options, direction, limit, overlap, last };
  return page(question, { offset: 0, limit, tick: first, stepBack: overlap, passed: null });
}

interface Question {
  readonly pushdown: Pushdown;
  readonly options: RiverbedOptions;
  readonly direction: Direction;
  readonly limit: number;
  readonly overlap: number;
  /** The last second of the window, in reading order. */
  readonly last: Instant;
}

/** `tick`: the second to go on from. What lies before it, in reading order, is done with. */
interface Place extends Part {
  readonly tick: Instant;
  /** By how much to step back, should the list have moved. */
  readonly stepBack: number;
  /** Behind an event that no answer can hold; null: none was met. */
  readonly passed: Passed | null;
}

/** The offset behind such an event, and why; what lies before is not asked again. So many of them stood in a row. */
interface Passed {
  readonly offset: number;
  readonly problem: Problem;
  readonly inARow: number;
}

/** An appliance with more of them gives too much whatever it is asked. */
export const MOST_PASSED_IN_A_ROW = 8;

/** `behind`: where to go on, whatever comes; left out: that shows. */
function page(question: Question, place: Place, behind: Place | null = null): Exchange<RecordPage> {
  return {
    request: getEvents(question.pushdown, question.options, place),
    refused: (problem) => (holdsTooMuch(problem) && question.limit === 1 ? pastOne(question, place, problem) : null),
    read(response) {
      const answer = eventsAnswer(response);
      const rows = answer.items.map(rowOf);
      const isDone = ({ tick }: Row) => tick !== null && isBefore(tick, place.tick, question.direction);
      const head = rows.find((row) => row.tick !== null);
      const goesOn = place.offset === 0 || (head !== undefined && isDone(head));
      const first = place.offset === place.passed?.offset;
      if (!goesOn && !first) return step([], answer, page(question, steppedBack(place)));
      const fresh = rows.findIndex((row) => row.tick !== null && !isDone(row));
      const done = rows.slice(0, fresh === -1 ? rows.length : fresh).findLastIndex(isDone);
      mustBeInOrder(rows.slice(0, done + 1), question.direction);
      const onwards = () => following(question, place, rows, { fresh, done, total: answer.total });
      const next = {
        ends: () => null,
        goesOn: onwards,
        unsure: () => confirm(question, place.offset + rows.length, onwards),
      };
      const then = behind ? page(question, behind) : next[endOf(answer, place)]();
      return step(rows.slice(done + 1), answer, then, goesOn ? undefined : place.passed?.problem);
    },
  };
}

/** Even the smallest page is too large: what fits is read, and the event behind it passed over. Null after too many. */
function pastOne(question: Question, place: Place, problem: Problem): Exchange<RecordPage> | null {
  const before = place.passed?.offset === place.offset ? place.passed.inARow : 0;
  if (before >= MOST_PASSED_IN_A_ROW) return null;
  const land = (fits: number, told: Problem) => {
    const offset = place.offset + fits + 1;
    const passed = { offset, problem: told, inARow: fits === 0 ? before + 1 : 1 };
    const behind = { ...place, offset, limit: question.limit, passed };
    return fits === 0 ? page(question, behind) : page(question, { ...place, limit: fits }, behind);
  };
  const request = (limit: number) => getEvents(question.pushdown, question.options, { offset: place.offset, limit });
  return measure({ request, land }, { fits: 0, tooMany: place.limit, problem });
}

function step(
  rows: readonly Row[],
  { total }: EventsAnswer,
  next: Exchange<RecordPage> | null,
  passedOver?: Problem,
): Step<RecordPage> {
  const records = rows.map((row) => row.record);
  const result = { records, wholeUntil: null, ...(passedOver ? { passedOver } : {}) };
  return { result, next, ...(total === null ? {} : { total }) };
}

/** Rows that are left out here are seen by nobody else; an order that does not hold among them holds nowhere. */
function mustBeInOrder(rows: readonly Row[], direction: Direction): void {
  const ticks = rows.flatMap(({ tick }) => (tick === null ? [] : [tick]));
  if (ticks.every((tick, index) => index === 0 || !isBefore(tick, ticks[index - 1] ?? tick, direction))) return;
  throw sourceError('OUT_OF_ORDER', `expected events sorted by time, ${direction}, but got them in another order`);
}

function steppedBack(place: Place): Place {
  const offset = Math.max(place.passed?.offset ?? 0, place.offset - place.stepBack);
  return { ...place, offset, stepBack: place.stepBack * 2 };
}

/** Looks whether there is an event at `offset`, and goes on if there is. */
function confirm(question: Question, offset: number, onwards: () => Exchange<RecordPage> | null): Exchange<RecordPage> {
  return {
    request: getEvents(question.pushdown, question.options, { offset, limit: 1 }),
    refused: (problem) => (holdsTooMuch(problem) ? onwards() : null),
    read(response) {
      const answer = eventsAnswer(response);
      return step([], answer, answer.items.length === 0 ? null : onwards());
    },
  };
}

interface Found {
  /** The first row not done with, and the last row done with before it; -1: none. */
  readonly fresh: number;
  readonly done: number;
  readonly total: number | null;
}

function following(question: Question, place: Place, rows: readonly Row[], found: Found): Exchange<RecordPage> | null {
  if (found.fresh === -1 && found.done === rows.length - 1) return seekOn(question, place, rows, found);
  const last = rows.findLast((row) => row.tick !== null)?.tick ?? place.tick;
  if (isBefore(question.last, last, question.direction)) return null;
  if (!isBefore(place.tick, last, question.direction)) return page(question, enlarged(question, place, found.done + 1));
  const offset = before(question, place, place.offset + rows.findIndex((row) => row.tick === last));
  const again = place.offset + rows.length - offset;
  return page(question, { ...restarted(question, place, offset, again), tick: last });
}

/** All of a page is done with: what comes next may lie far behind it. */
function seekOn(question: Question, place: Place, rows: readonly Row[], { done, total }: Found): Exchange<RecordPage> {
  const low = { offset: place.offset + Math.max(0, done), tick: rows[done]?.tick ?? null };
  const high = total === null || total <= low.offset ? null : { offset: total, tick: null };
  const { pushdown, options, direction } = question;
  return seek(
    {
      target: place.tick,
      direction,
      span: Math.max(1, Math.floor(question.limit / 2)),
      request: (offset) => getEvents(pushdown, options, { offset, limit: 1 }),
      land: (offset, width) => {
        const start = before(question, place, offset + 1);
        return page(question, { ...restarted(question, place, start, offset + width - start), tick: place.tick });
      },
    },
    { low, high, probes: 0 },
  );
}

function before({ overlap }: Question, { passed }: Place, offset: number): number {
  return Math.max(passed?.offset ?? 0, offset - overlap);
}

/** A page that still brings as many new events as asked, though it reads some `again`. */
function restarted(
  { limit, options, overlap }: Question,
  { passed }: Place,
  offset: number,
  again: number,
): Omit<Place, 'tick'> {
  return { offset, limit: Math.min(limit + again, options.maxPageSize), stepBack: overlap, passed };
}

/** A page that ends in the second it began with, from its row `first` on: that second must fit into one answer. */
function enlarged(question: Question, place: Place, first: number): Place {
  if (place.limit >= MOST_OF_ONE_SECOND) {
    throw sourceError('OVERFLOW', `expected a second to end within ${MOST_OF_ONE_SECOND} events, but it went on`);
  }
  const offset = before(question, place, place.offset + first);
  return { ...place, offset, limit: Math.min(place.limit * 2, MOST_OF_ONE_SECOND) };
}
