import type { Json } from '../../../../domain/json.ts';
import type { Direction } from '../../../../domain/order.ts';
import type { TimeWindow } from '../../../../domain/position.ts';
import type { Ask } from '../ask.ts';
import type { Clock } from '../rows.ts';

/** A part of a list that is ordered by time, and has no other way in than counting from its beginning. */
export interface ListPart {
  readonly offset: number;
  readonly limit: number;
}

export interface ListAnswer {
  readonly records: readonly Json[];
  /** How many records the list holds, and how many this answer holds at most: null where the vendor does not say. */
  readonly total: number | null;
  readonly limit: number | null;
}

export interface ListWalk extends Clock {
  readonly direction: Direction;
  readonly window: TimeWindow;
  readonly ask: Ask<ListPart, ListAnswer>;
  /** How many records a page shall bring that are new, and how many it may hold. */
  readonly wanted: number;
  readonly largest: number;
  /** The largest page by which one tick is read that does not fit into an ordinary one; past it, OVERFLOW. */
  readonly mostOfOneTick: number;
  /** How many records before the last tick a page reads again, so that a list that moved is noticed. */
  readonly overlap: number;
  /** What the vendor calls its records and its ticks, for what is said of them. */
  readonly called: { readonly records: string; readonly tick: string };
}
