import { sourceError } from '../../../../lanes/source-error.ts';
import type { ListAnswer, ListPart, ListWalk } from './list.ts';

/**
 * Whether a list ends with this part of it. A total that can be true decides; without one a short part is the last,
 * unless a limit of the vendor's own may have cut it: then only a look behind it tells.
 */
export function endOf(
  { records, total, limit }: ListAnswer,
  asked: ListPart,
  { called }: Pick<ListWalk, 'called'>,
): 'ends' | 'goesOn' | 'unsure' {
  const end = asked.offset + records.length;
  if (total !== null && total > end && records.length === 0) {
    const message = `expected some of ${total} ${called.records}, but got none at offset ${asked.offset}`;
    throw sourceError('INVALID_RESPONSE', message);
  }
  if (total !== null && total >= end) return total === end ? 'ends' : 'goesOn';
  if (records.length === 0) return 'ends';
  if (records.length >= Math.min(asked.limit, limit ?? asked.limit)) return 'goesOn';
  return limit === null ? 'unsure' : 'ends';
}
