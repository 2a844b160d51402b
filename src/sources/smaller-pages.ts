import type { Position, TimeWindow } from '../domain/position.ts';
import type { Item, Lane } from '../lanes/lane.ts';
import { isTooLarge } from './too-large.ts';

/** What is asked at once: the rest of a window past a place, in pages of so many records. */
export interface Part {
  readonly window: TimeWindow;
  readonly after: Position | null;
  readonly pageSize: number;
}
export type OpenPart = (part: Part) => Lane;

/** Gets past what is over the cap though a single record is asked for; gives the place to go on from, null at the end. */
export type GetPast = (part: Part) => AsyncGenerator<Item, Position | null>;

/** A page that is too large is asked for again at a quarter, down to one record. */
const SMALLER = 4;
/** After so many pages' worth of events that were not, the next ones are twice as large again. */
const PAGES_BEFORE_GROWING = 8;

/**
 * A lane that asks for smaller pages where one is over the size cap, and goes on from the place it had come to; past what was
 * so large the pages grow again. What is over the cap alone is got past, where there is a way.
 */
export async function* smallerPages(open: OpenPart, whole: Part, getPast: GetPast | null): AsyncGenerator<Item> {
  let size = whole.pageSize;
  let at: Position | null = whole.after;
  for (;;) {
    const until = size < whole.pageSize ? size * PAGES_BEFORE_GROWING : Number.POSITIVE_INFINITY;
    let given = 0;
    try {
      for await (const item of open({ ...whole, after: at, pageSize: size })) {
        yield item;
        if (item.kind === 'event' || item.kind === 'mark') at = item.at;
        if (item.kind === 'event') given += 1;
        if (given >= until) break;
      }
      if (given < until) return;
      size = Math.min(whole.pageSize, size * 2);
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      if (size > 1) {
        size = Math.max(1, Math.floor(size / SMALLER));
        continue;
      }
      if (getPast === null) throw error;
      at = yield* getPast({ ...whole, after: at, pageSize: size });
      if (at === null) return;
    }
  }
}
