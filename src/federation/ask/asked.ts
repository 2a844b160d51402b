import { createHash } from 'node:crypto';
import { canonicalFilter } from '../../domain/canonical-filter.ts';
import { and, EVERYTHING } from '../../domain/filter.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Order } from '../../domain/order.ts';
import { ALL_TIME, intersect, type Position, type TimeWindow } from '../../domain/position.ts';
import { splitWindow, type Timed } from '../../domain/split-window.ts';
import { rightOf, seenBy, type Viewer } from '../../domain/viewer.ts';
import type { ConnectedSource } from '../connected-source.ts';
import type { FilterInput } from './filter-input.ts';
import { readFilter } from './read-filter.ts';

declare const MADE_HERE: unique symbol;

/**
 * What a viewer asks, read and resolved, its rights joined in. `ask` alone makes one, and whatever reads a lane or the store
 * takes one: no event leaves the federation otherwise.
 */
export interface Asked extends Timed, Order {
  readonly [MADE_HERE]: true;
  readonly viewer: Viewer;
  /** The sources that are there for the viewer. */
  readonly sources: readonly ConnectedSource[];
  /** The one "now" of a walk, against which relative times are resolved. */
  readonly now: Instant;
  /** The same for the same question, however it is written: what its cursors carry, so that none is used with another. */
  readonly digest: string;
}

/** A part of what is asked, to be read at once. */
export interface AskedPart extends Asked {
  /** Events wanted. */
  readonly size: number;
  /** Strictly between these places, in reading order. */
  readonly after: Position | null;
  readonly until: Position | null;
}

/** By whom, of what, and when something is asked. */
export interface Asking {
  readonly viewer: Viewer;
  /** All that there are: those that the viewer may not see are as if they were not there. */
  readonly sources: readonly ConnectedSource[];
  readonly now: Instant;
}

/** The only door into the federation; what is asked lies `within`, whatever the filter says. Throws `InputError` naming argument, expectation and finding. */
export function ask(
  filter: FilterInput | null | undefined,
  { viewer, now, sources: all }: Asking,
  { by, direction }: Order,
  within: TimeWindow = ALL_TIME,
): Asked {
  const sources = seenBy(viewer, all);
  const right = rightOf(viewer);
  const { where, window } = splitWindow(and(right, filter ? readFilter(filter, { now, sources }) : EVERYTHING));
  const timed = { where, window: intersect(window, within) };
  const digest = digestOf([
    canonicalFilter(where),
    timed.window.from,
    timed.window.until,
    by ?? '',
    direction,
    canonicalFilter(right),
  ]);
  return { ...timed, viewer, sources, by, direction, now, digest } as Asked;
}

function digestOf(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}
