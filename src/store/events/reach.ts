import { DAY, EARLIEST, type Instant, LATEST, plus } from '../../domain/instant.ts';
import type { Direction } from '../../domain/order.ts';
import { isEmpty, type Position, type TimeWindow } from '../../domain/position.ts';
import { type Part, partOf } from './partitions.ts';

export interface Reading {
  readonly window: TimeWindow;
  readonly direction: Direction;
  readonly after: Position | null;
  readonly now: Instant;
}

/**
 * The window in two: the month in which reading begins and the one next to it, then all the rest. A statement over a few
 * parts of the table is planned in a fraction of the time, and mostly finds all it needs there. One piece, where the window
 * reaches no further, or nobody knows where it begins.
 */
export function reaches(reading: Reading): readonly TimeWindow[] {
  const { window, direction } = reading;
  const part = partOf(beginning(reading));
  if (part === null) return [window];
  const edge = direction === 'ASC' ? nextTo(part.until).until : nextTo(plus(part.from, -1)).from;
  const [older, newer] = [
    { from: window.from, until: edge },
    { from: edge, until: window.until },
  ];
  const pieces = direction === 'ASC' ? [older, newer] : [newer, older];
  return pieces.some(isEmpty) ? [window] : pieces;
}

/** Where there is no bound, newest first begins at the present. */
function beginning({ window, direction, after, now }: Reading): Instant {
  if (direction === 'ASC') return Math.max(window.from, after?.occurredAt ?? EARLIEST) as Instant;
  const begin = Math.min(window.until, after?.occurredAt ?? LATEST) as Instant;
  return begin > plus(now, DAY) ? now : begin;
}

function nextTo(at: Instant): Pick<Part, 'from' | 'until'> {
  return partOf(at) ?? { from: at, until: at };
}
