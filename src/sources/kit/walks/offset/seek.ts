import type { Instant } from '../../../../domain/instant.ts';
import { sourceError } from '../../../../lanes/source-error.ts';
import type { Exchange, RecordPage } from '../../../adapter.ts';
import { holdsTooMuch } from '../../too-large.ts';
import { inOrder } from '../ask.ts';
import { isBefore, lastTick, rowOf } from '../rows.ts';
import type { ListWalk } from './list.ts';

/** No list is longer: a vendor that still has records there does not heed the offset. */
export const DEEPEST_OFFSET = 2 ** 29;

/** A place in the list and the tick of the record there; null where there is none, or none whose time can be read. */
export interface Spot {
  readonly offset: number;
  readonly tick: Instant | null;
}

/** What is looked for: the offset at which the records of the tick `target` begin. */
export interface Search {
  readonly walk: ListWalk;
  readonly target: Instant;
  /** Near enough, in records. */
  readonly span: number;
  /** Goes on from `offset`, the last place known to lie before the target; the target lies within `width` of it. */
  readonly land: (offset: number, width: number) => Exchange<RecordPage>;
}

/** Between `low`, before the target, and `high`, not before it; null while nothing is known to be that far. */
export interface Bracket {
  readonly low: Spot;
  readonly high: Spot | null;
  readonly probes: number;
}

/** Looks at single records, O(log n) of them, until the target is bracketed closely enough to read on from there. */
export function seek(search: Search, bracket: Bracket): Exchange<RecordPage> {
  const { low, high } = bracket;
  if (high && high.offset - low.offset <= search.span) return search.land(low.offset, high.offset - low.offset);
  const offset = nextProbe(search, bracket);
  const closer = (tick: Instant | null) => {
    const isLow = tick !== null && isBefore(tick, search.target, search.walk.direction);
    const closed = isLow ? { ...bracket, low: { offset, tick } } : { ...bracket, high: { offset, tick } };
    return seek(search, { ...closed, probes: bracket.probes + 1 });
  };
  return search.walk.ask(
    { offset, limit: 1 },
    ({ records }) => inOrder([], closer(lastTick(records.slice(0, 1).map((record) => rowOf(record, search.walk))))),
    (problem) => (holdsTooMuch(problem) ? closer(null) : null),
  );
}

function nextProbe(search: Search, { low, high, probes }: Bracket): number {
  if (high === null) return further(low.offset);
  const middle = Math.floor((low.offset + high.offset) / 2);
  const guess = probes % 3 === 2 ? null : guessed(search, low, high);
  const aside = Math.floor(search.span / 2) * (probes % 3 === 0 ? -1 : 1);
  return Math.max(low.offset + 1, Math.min(high.offset - 1, guess === null ? middle : guess + aside));
}

function further(offset: number): number {
  if (offset < DEEPEST_OFFSET) return Math.min(2 * (offset + 1), DEEPEST_OFFSET);
  throw sourceError('INVALID_RESPONSE', `expected the list to end before offset ${DEEPEST_OFFSET}, but it went on`);
}

/** Where the target would lie if records were spread evenly; one look to each side of it often suffices. */
function guessed({ target }: Search, low: Spot, high: Spot): number | null {
  if (low.tick === null || high.tick === null || low.tick === high.tick) return null;
  const share = (target - low.tick) / (high.tick - low.tick);
  return Math.round(low.offset + share * (high.offset - low.offset));
}
