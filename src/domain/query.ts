import type { FilterExpr } from './filter.ts';
import type { Instant } from './instant.ts';
import type { Order } from './order.ts';
import type { Position, TimeWindow } from './position.ts';

/** One question to one or many lanes. */
export interface EventQuery extends Order {
  /** But for bounds of time that must hold: those are the window's. */
  readonly where: FilterExpr;
  /** Holds every event that can match: from EARLIEST or until LATEST where the question sets no bound. */
  readonly window: TimeWindow;
  /** Strictly past this place. */
  readonly after: Position | null;
  /** How many the caller expects to need: a hint, never a bound. */
  readonly take: number;
  /** The one "now" of a walk through the pages: vendors are asked up to a day past it where nothing bounds the question. */
  readonly now: Instant;
}
