import { floorTo, type Instant, LATEST, plus } from '../../../domain/instant.ts';
import type { Json } from '../../../domain/json.ts';
import type { Direction } from '../../../domain/order.ts';
import { intersect, type TimeWindow } from '../../../domain/position.ts';

/** How a vendor tells time: where it stands in a record, and how finely the vendor orders by it. */
export interface Clock {
  readonly timeOf: (record: Json) => Instant | null;
  readonly grainUs: number;
}

/** A record and the tick it lies in; null where it has no readable time. */
export interface TickedRow {
  readonly record: Json;
  readonly tick: Instant | null;
}

export function rowOf(record: Json, { timeOf, grainUs }: Clock): TickedRow {
  const at = timeOf(record);
  return { record, tick: at === null ? null : floorTo(at, grainUs) };
}

export function isBefore(a: Instant, b: Instant, direction: Direction): boolean {
  return direction === 'ASC' ? a < b : a > b;
}

/** How many rows at the head of a page are done with, for they lie before `given`; what stands further back is never hidden. */
export function doneAtHead(rows: readonly TickedRow[], given: Instant, direction: Direction): number {
  const isDone = ({ tick }: TickedRow) => tick !== null && isBefore(tick, given, direction);
  const fresh = rows.findIndex((row) => row.tick !== null && !isDone(row));
  return rows.slice(0, fresh === -1 ? rows.length : fresh).findLastIndex(isDone) + 1;
}

export function lastTick(rows: readonly TickedRow[]): Instant | null {
  return rows.findLast((row) => row.tick !== null)?.tick ?? null;
}

/** What is left of a window from a moment on, which belongs to it once more, as far as one grain reaches. */
export function restFrom(at: Instant, window: TimeWindow, direction: Direction, grainUs: number): TimeWindow {
  const rest = direction === 'ASC' ? { from: at, until: LATEST } : { from: 0 as Instant, until: plus(at, grainUs) };
  return intersect(window, rest);
}
