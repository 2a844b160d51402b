import { compare, exit, type Position, within } from '../domain/position.ts';
import type { EventQuery } from '../domain/query.ts';
import type { Item } from './lane.ts';
import { sourceError } from './source-error.ts';

/**
 * The last word of every lane: only what lies past `after` and inside the window, strictly in order. The lane ends as
 * soon as it is whole up to the window's far end, however much the source would go on.
 */
export async function* strictly(items: AsyncIterable<Item>, query: EventQuery): AsyncGenerator<Item> {
  const end = exit(query.window, query);
  let last: Position | null = query.after;
  for await (const item of items) {
    if (item.kind === 'report' || item.kind === 'gap') {
      yield item;
      continue;
    }
    if (compare(item.at, end, query) >= 0) return;
    if (item.kind === 'mark') {
      if (last === null || compare(item.at, last, query) > 0) yield item;
      continue;
    }
    if (query.after && compare(item.at, query.after, query) <= 0) continue;
    if (!within(item.at.occurredAt, query.window)) continue;
    if (last && compare(item.at, last, query) <= 0) {
      throw sourceError('OUT_OF_ORDER', `expected places strictly in order, but got ${item.event.id} after ${last.id}`);
    }
    last = item.at;
    yield item;
  }
}
