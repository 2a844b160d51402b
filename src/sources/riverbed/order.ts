import { floorTo, type Instant, SECOND } from '../../domain/instant.ts';
import type { Json } from '../../domain/json.ts';
import type { Direction } from '../../domain/position.ts';
import { timestampOf } from './timestamp.ts';

/** The list is ordered by whole seconds; inside a second any order may be met, and another one in the next answer. */
export const GRAIN_US = SECOND;

/** A record and the second it lies in; null where it has no readable time. */
export interface Row {
  readonly record: Json;
  readonly tick: Instant | null;
}

export function rowOf(record: Json): Row {
  const at = timestampOf(record);
  return { record, tick: at === null ? null : floorTo(at, GRAIN_US) };
}

export function isBefore(a: Instant, b: Instant, direction: Direction): boolean {
  return direction === 'ASC' ? a < b : a > b;
}
