import type { Order } from '../domain/order.ts';
import { compare, type Position } from '../domain/position.ts';
import { type Item, type Lane, LanePaused } from './lane.ts';

/** An item of one of several lanes; a mark is of all of them together. */
export type Merged = (Exclude<Item, { kind: 'mark' }> & { readonly lane: number }) | Extract<Item, { kind: 'mark' }>;

/** A lane that failed or paused, and how far it was whole (null: not at all). */
export interface LaneFailure {
  readonly lane: number;
  readonly at: Position | null;
  readonly error: unknown;
}

interface Head {
  readonly lane: number;
  readonly iterator: AsyncIterator<Item>;
  /** All before this place has been given. */
  whole: Position | null;
  /** What comes next: an event, or the place where the lane paused. */
  next: Extract<Item, { kind: 'event' }> | Stop | null;
  aside: readonly Item[];
  pending: Promise<void> | null;
  state: 'open' | 'ended' | { readonly error: unknown };
}

interface Stop {
  readonly kind: 'stop';
  readonly at: Position | null;
  readonly error: LanePaused;
}

/**
 * Many lanes as one, in one order; what several lanes yield at one place comes once. All lanes are asked at the same
 * time; after that a lane is only read on when it is the one furthest behind, or while that one is waited for.
 *
 * `failed` hears of a failure, or a pause, when the merge gets to the place where that lane stopped and all before it is
 * given: true goes on without the lane, false throws its error.
 */
export async function* merge(
  lanes: readonly Lane[],
  order: Order,
  failed: (failure: LaneFailure) => boolean,
): AsyncGenerator<Merged> {
  const heads = lanes.map(head);
  let open: readonly Head[] = heads;
  let last: Position | null = null;
  try {
    while (true) {
      for (const item of aside(heads)) yield item;
      open = open.filter((head) => head.state !== 'ended' || head.next !== null);
      const behind = least(open, order);
      if (behind === null) return;
      if (behind.next?.kind === 'event') {
        const { next } = behind;
        for (const head of open) take(head, next.at, order);
        last = next.at;
        yield { ...next, lane: behind.lane };
      } else if (behind.next || behind.state !== 'open') {
        const { at, error } = behind.next ?? { at: behind.whole, ...(behind.state as { error: unknown }) };
        if (!failed({ lane: behind.lane, at, error })) throw error;
        open = open.filter((head) => head !== behind);
      } else {
        behind.pending ??= pull(behind);
        if (!(await isSoon(behind.pending))) {
          for (const head of waitedFor(open, order)) head.pending ??= pull(head);
          await behind.pending;
        }
        const mark = wholeOfAll(open, order);
        if (mark && comparePlaces(mark, last, order) > 0) {
          last = mark;
          yield { kind: 'mark', at: mark };
        }
      }
    }
  } finally {
    await Promise.allSettled(heads.map((head) => head.iterator.return?.()));
  }
}

function head(lane: Lane, index: number): Head {
  const iterator = lane[Symbol.asyncIterator]();
  return { lane: index, iterator, whole: null, next: null, aside: [], pending: null, state: 'open' };
}

/** Reads on to the next place; what has none is laid aside on the way. */
async function pull(head: Head): Promise<void> {
  try {
    while (true) {
      const { done, value } = await head.iterator.next();
      if (done) head.state = 'ended';
      else if (value.kind === 'event') head.next = value;
      else if (value.kind === 'mark') head.whole = value.at;
      else {
        head.aside = [...head.aside, value];
        continue;
      }
      break;
    }
  } catch (error) {
    if (error instanceof LanePaused) head.next = { kind: 'stop', at: head.whole, error };
    else head.state = { error };
  }
  head.pending = null;
}

/** Whether it settles without waiting for the world outside. */
function isSoon(work: Promise<void>): Promise<boolean> {
  return Promise.race([
    work.then(() => true),
    new Promise<boolean>((resolve) => {
      setImmediate(resolve, false);
    }),
  ]);
}

/** While one lane is waited for, each of these might as well read on once: it will likely be needed next. */
function waitedFor(open: readonly Head[], order: Order): readonly Head[] {
  const first = least(
    open.filter((head) => head.next !== null),
    order,
  );
  return open.filter((head) => head.next === null && head.state === 'open' && !isWholePast(head, first, order));
}

function* aside(heads: readonly Head[]): Generator<Merged> {
  for (const head of heads) {
    const items = head.aside;
    head.aside = [];
    for (const item of items) if (item.kind !== 'mark') yield { ...item, lane: head.lane };
  }
}

/** Takes the event at this place out of a lane that holds it. */
function take(head: Head, at: Position, order: Order): void {
  if (head.next?.kind !== 'event' || compare(head.next.at, at, order) !== 0) return;
  head.whole = at;
  head.next = null;
}

/** The lane that is furthest behind: what comes next of all comes from it. */
function least(heads: readonly Head[], order: Order): Head | null {
  return heads.reduce<Head | null>((a, b) => (a && comparePlaces(placeOf(a), placeOf(b), order) <= 0 ? a : b), null);
}

function placeOf(head: Head): Position | null {
  return head.next ? head.next.at : head.whole;
}

/** As `compare`; null is before every place. */
function comparePlaces(a: Position | null, b: Position | null, order: Order): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  return compare(a, b, order);
}

function isWholePast(head: Head, first: Head | null, order: Order): boolean {
  return first !== null && head.whole !== null && comparePlaces(head.whole, placeOf(first), order) >= 0;
}

/** How far all open lanes are whole, where that place is a mark's and no event's. */
function wholeOfAll(open: readonly Head[], order: Order): Position | null {
  const behind = least(
    open.filter((head) => head.state !== 'ended' || head.next !== null),
    order,
  );
  return behind && behind.next === null ? behind.whole : null;
}
