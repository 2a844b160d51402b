import { sourceError } from '../../lanes/source-error.ts';
import type { EventsAnswer } from './answer.ts';
import type { Part } from './request.ts';

/**
 * Whether a list ends with this part of it. A total that can be true decides; without one a short part is the last,
 * unless a limit of the appliance's own may have cut it: then only a look behind it tells.
 */
export function endOf({ items, total, limit }: EventsAnswer, asked: Part): 'ends' | 'goesOn' | 'unsure' {
  const end = asked.offset + items.length;
  if (total !== null && total > end && items.length === 0) {
    throw sourceError('INVALID_RESPONSE', `expected some of ${total} events, but got none at offset ${asked.offset}`);
  }
  if (total !== null && total >= end) return total === end ? 'ends' : 'goesOn';
  if (items.length === 0) return 'ends';
  if (items.length >= Math.min(asked.limit, limit ?? asked.limit)) return 'goesOn';
  return limit === null ? 'unsure' : 'ends';
}
