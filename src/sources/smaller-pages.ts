import type { Position } from '../domain/position.ts';
import type { Item, Lane } from '../lanes/lane.ts';
import { SourceError } from '../lanes/source-error.ts';

/** A page that is too large is asked for again at a quarter, down to one record. */
const SMALLER = 4;
/** After so many pages' worth of events that were not, the next ones are twice as large again. */
const PAGES_BEFORE_GROWING = 8;

/**
 * A lane that asks for smaller pages where one is over the size cap, and goes on from the place it had come to; past what was
 * so large the pages grow again. `open` gives the lane from a place on, in pages of so many records.
 */
export async function* smallerPages(
  open: (pageSize: number, after: Position | null) => Lane,
  largest: number,
  begin: Position | null,
): AsyncGenerator<Item> {
  let size = largest;
  let at = begin;
  for (;;) {
    const until = size < largest ? size * PAGES_BEFORE_GROWING : Number.POSITIVE_INFINITY;
    let given = 0;
    try {
      for await (const item of open(size, at)) {
        yield item;
        if (item.kind === 'event' || item.kind === 'mark') at = item.at;
        if (item.kind === 'event') given += 1;
        if (given >= until) break;
      }
      if (given < until) return;
      size = Math.min(largest, size * 2);
    } catch (error) {
      if (!(error instanceof SourceError) || error.problem.code !== 'RESPONSE_TOO_LARGE' || size === 1) throw error;
      size = Math.max(1, Math.floor(size / SMALLER));
    }
  }
}
