import type { AuditEvent, SourceKey } from '../domain/event.ts';
import type { Printing } from '../domain/export/print-event.ts';
import type { Position, TimeWindow } from '../domain/position.ts';
import type { EventQuery } from '../domain/query.ts';
import type { Problem } from './source-error.ts';

/**
 * What travels in a lane.
 *
 * - `event`: an event that matches the query, at its place.
 * - `mark`: up to here the lane is whole; every event before `at` has been given. A mark's place is no event's.
 * - `gap`: inside `window` something was withheld that cannot be placed or read; the lane goes on after it.
 * - `report`: what reading has cost so far. Reports are totals, each replaces the one before.
 */
export type Item =
  | { readonly kind: 'event'; readonly at: Position; readonly event: AuditEvent }
  | { readonly kind: 'mark'; readonly at: Position }
  | { readonly kind: 'gap'; readonly window: TimeWindow; readonly problem: Problem }
  | { readonly kind: 'report'; readonly report: LaneReport };

export interface LaneReport {
  /** Data requests sent, repeats included, logins not. */
  readonly requests: number;
  /** Records read, and how many of those passed the whole filter. */
  readonly scanned: number;
  readonly matched: number;
  /** Filter paths that the upstream applied, and those that were tested here; one may stand in both. */
  readonly pushedDown: readonly string[];
  readonly filteredHere: readonly string[];
  /** Of a lane of several sources: what of these was each one's; a source without a share had nothing in it. */
  readonly shares?: ReadonlyMap<SourceKey, Share>;
}

export type Share = Pick<LaneReport, 'scanned' | 'matched'>;

export const EMPTY_REPORT: LaneReport = { requests: 0, scanned: 0, matched: 0, pushedDown: [], filteredHere: [] };

/**
 * A stream of events in the one order, read in one direction.
 *
 * A lane MUST give events strictly in order, each once, all inside the window and past `after`, all of them matching.
 * It MUST be complete up to its last item, or throw a `SourceError`: never skip. It MUST end when nothing is left, and
 * MUST stop all work soon after its signal aborts or its iterator is returned. It MAY end early with `LanePaused` when
 * its allowance is used up while the source still answers; what it gave until then stays true.
 */
export type Lane = AsyncIterable<Item>;

/** Thrown by a lane that stops of its own accord: ask again from its last mark. */
export class LanePaused extends Error {
  readonly code = 'LANE_PAUSED';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'LanePaused';
    this.problem = problem;
  }
}

/** Something that can be asked for events: a vendor, or the store. */
export interface LaneSource {
  readonly name: string;
  /** Whose events it yields. */
  readonly sources: readonly SourceKey[];
  /** The failure of an essential source fails the request; any other leaves a gap. */
  readonly essential: boolean;
  /** The resolution in which it can be asked for a time again: missing windows are tight to it. */
  readonly grainUs: number;
  open(query: EventQuery, signal: AbortSignal): Lane;
  /** How many events match, when that can be told exactly; else null: never a guess. */
  count(query: EventQuery, signal: AbortSignal): Promise<number | null>;
  /**
   * A shortcut of lanes that can print: just the text that printing all events of `open` would give, in pieces. Null where
   * it cannot say all of the question.
   */
  print?(query: EventQuery, printing: Printing, signal: AbortSignal): AsyncIterable<PrintedPage> | null;
}

/** Whole lines of so many events, and the place of the last one. */
export interface PrintedPage {
  readonly text: string;
  readonly count: number;
  readonly last: Position;
}
