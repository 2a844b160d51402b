import { LOWEST_ID } from '../domain/event-id.ts';
import { floorTo, type Instant, plus } from '../domain/instant.ts';
import type { Direction } from '../domain/order.ts';
import { boundary, type Position, type TimeWindow } from '../domain/position.ts';
import type { Item } from '../lanes/lane.ts';
import type { OpenPart, Part } from './smaller-pages.ts';
import { isTooLarge } from './too-large.ts';

/** A slice that was read is followed by one so much wider, until one holds what is over the cap. */
const WIDER = 4;
/**
 * So many slices as narrow as can be, one after the other, are left out at most. One record that is too large costs four, for
 * a vendor is asked for a little more than a slice; whoever goes on from there gives too much whatever it is asked.
 */
export const MOST_SLICES_LEFT_OUT = 8;

interface Slicing {
  readonly direction: Direction;
  readonly grainUs: number;
}

/**
 * Reads on in slices of time: ever wider ones, then halves of the one that holds what is over the cap, down to a slice as
 * narrow as the vendor's clock ticks. That one is a gap. Gives the place behind it; null at the end of the window.
 */
export async function* narrowerWindows(
  open: OpenPart,
  { window, after, pageSize }: Part,
  { direction, grainUs }: Slicing,
): AsyncGenerator<Item, Position | null> {
  const way = direction === 'ASC' ? 1 : -1;
  const end = direction === 'ASC' ? window.until : window.from;
  const ahead = (from: Instant, us: number) => ((end - from) * way <= us ? end : plus(from, us * way));
  let at = after;
  let width = grainUs;
  let bad: Instant | null = null;
  let leftOut = 0;
  for (;;) {
    const near = nearEdge(at, window, { direction, grainUs });
    const far = ahead(near, bad === null ? width : halved((bad - near) * way, grainUs));
    const slice = direction === 'ASC' ? { from: near, until: far } : { from: far, until: near };
    try {
      for await (const item of open({ window: slice, after: at, pageSize })) {
        if ('at' in item) at = item.at;
        yield item;
      }
      if (far === end) return null;
      at = boundary(far);
      yield { kind: 'mark', at };
      if (leftOut > 0 || (bad !== null && (bad - far) * way <= 0)) return at;
      width *= WIDER;
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      bad = far;
      if ((far - nearEdge(at, window, { direction, grainUs })) * way > grainUs) continue;
      leftOut += 1;
      if (leftOut > MOST_SLICES_LEFT_OUT) throw error;
      yield { kind: 'gap', window: slice, problem: error.problem };
      if (far === end) return null;
      at = boundary(far);
      bad = null;
      width = grainUs;
    }
  }
}

/** Where the tick of a place is entered: all before it has been given. */
function nearEdge(at: Position | null, window: TimeWindow, { direction, grainUs }: Slicing): Instant {
  if (at === null) return direction === 'ASC' ? window.from : window.until;
  const { occurredAt, id } = at;
  if (direction === 'ASC') return Math.max(window.from, floorTo(occurredAt, grainUs)) as Instant;
  const whole = id === LOWEST_ID ? occurredAt : plus(occurredAt, 1);
  return Math.min(window.until, floorTo(plus(whole, grainUs - 1), grainUs)) as Instant;
}

function halved(us: number, grainUs: number): number {
  return Math.max(grainUs, Math.floor(us / 2 / grainUs) * grainUs);
}
