import { firstWhere } from '../kit/sorted.ts';
import { byPlace, type Indexed, type LineIndex } from './index-of-lines.ts';
import type { LineTest } from './matchers.ts';
import type { Window } from './window.ts';

export interface Search {
  readonly window: Window;
  readonly passes: LineTest;
  readonly ascending: boolean;
}

export interface Place {
  readonly at: number;
  readonly id: bigint;
}

/** The matching lines in order, from strictly past `after` on, one by one: who stops early has read no further. */
export function* found(lines: readonly Indexed[], search: Search, after?: Place): Generator<Indexed> {
  let low = firstWhere(lines, (line) => line.at >= search.window.start);
  let high = firstWhere(lines, (line) => line.at > search.window.end);
  if (after && search.ascending)
    low = Math.max(
      low,
      firstWhere(lines, (line) => byPlace(line, after.at, after.id) > 0),
    );
  if (after && !search.ascending)
    high = Math.min(
      high,
      firstWhere(lines, (line) => byPlace(line, after.at, after.id) >= 0),
    );
  for (let offset = 0; offset < high - low; offset++) {
    const line = lines[search.ascending ? low + offset : high - 1 - offset] as Indexed;
    if (search.passes(line.members)) yield line;
  }
}

export function take<Item>(items: Iterable<Item>, count: number): Item[] {
  const taken: Item[] = [];
  if (count === 0) return taken;
  for (const item of items) {
    taken.push(item);
    if (taken.length === count) break;
  }
  return taken;
}

const REMEMBERED_COUNTS = 200;

/** Counts what a query matches in a window, each pair once as long as no line is added. */
export function counter(index: LineIndex): (query: string, search: Search) => number {
  const known = new Map<string, number>();
  return (query, search) => {
    const key = JSON.stringify([query, search.window, index.lines.length]);
    const before = known.get(key);
    if (before !== undefined) return before;
    let count = 0;
    for (const _ of found(index.lines, search)) count += 1;
    if (known.size >= REMEMBERED_COUNTS) known.clear();
    known.set(key, count);
    return count;
  };
}
