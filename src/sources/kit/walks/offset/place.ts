import type { Instant } from '../../../../domain/instant.ts';
import type { Problem } from '../../../../lanes/source-error.ts';
import { raised } from '../ask.ts';
import type { ListPart, ListWalk } from './list.ts';

/** `tick`: the tick to go on from. What lies before it, in reading order, is done with. */
export interface ListPlace extends ListPart {
  readonly tick: Instant;
  /** By how much to step back, should the list have moved. */
  readonly stepBack: number;
  /** Behind a record that no answer can hold; null: none was met. */
  readonly passed: Passed | null;
}

/** The offset behind such a record, and why; what lies before is not asked again. So many of them stood in a row. */
interface Passed {
  readonly offset: number;
  readonly problem: Problem;
  readonly inARow: number;
}

/** A vendor with more of them gives too much whatever it is asked. */
const MOST_PASSED_IN_A_ROW = 8;

export function steppedBack(place: ListPlace): ListPlace {
  const offset = Math.max(place.passed?.offset ?? 0, place.offset - place.stepBack);
  return { ...place, offset, stepBack: place.stepBack * 2 };
}

/** From `offset` on, as far back as is read again. */
export function overlapping({ overlap }: ListWalk, { passed }: ListPlace, offset: number): number {
  return Math.max(passed?.offset ?? 0, offset - overlap);
}

/** A page that still brings as many new records as wanted, though it reads some `again`. */
export function restarted(walk: ListWalk, { tick, passed }: ListPlace, offset: number, again: number): ListPlace {
  const { wanted, largest, overlap } = walk;
  return { offset, limit: Math.min(wanted + again, largest), stepBack: overlap, tick, passed };
}

/** A page that ends in the tick it began with, from its row `first` on: that tick must fit into one answer. */
export function enlarged(walk: ListWalk, place: ListPlace, first: number): ListPlace {
  const { called, mostOfOneTick: most } = walk;
  const expected = `expected a ${called.tick} to end within ${most} ${called.records}, but it went on`;
  const limit = raised(place.limit, { times: 2, most }, expected);
  return { ...place, offset: overlapping(walk, place, place.offset + first), limit };
}

/** How many records that no answer can hold stand in a row just before a place. */
function passedBefore({ offset, passed }: ListPlace): number {
  return passed?.offset === offset ? passed.inARow : 0;
}

export function mayPassOne(place: ListPlace): boolean {
  return passedBefore(place) < MOST_PASSED_IN_A_ROW;
}

/** The place behind a record that no answer can hold, which stands behind `fits` that one can. */
export function behindLarge({ wanted }: ListWalk, place: ListPlace, fits: number, problem: Problem): ListPlace {
  const offset = place.offset + fits + 1;
  const inARow = fits === 0 ? passedBefore(place) + 1 : 1;
  return { ...place, offset, limit: wanted, passed: { offset, problem, inARow } };
}
