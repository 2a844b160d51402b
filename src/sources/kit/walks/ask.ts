import type { Json } from '../../../domain/json.ts';
import { type Problem, sourceError } from '../../../lanes/source-error.ts';
import type { Exchange, RecordPage, Step, VendorRequest, VendorResponse } from '../../adapter.ts';

/**
 * How a vendor is asked for one place of a walk: the vendor knows the request and reads its answer, the walk knows what the
 * answer gives (`then`) and where to go on, also where it is refused.
 */
export type Ask<Place, Answer> = (
  place: Place,
  then: (answer: Answer, httpStatus: number) => Step<RecordPage>,
  refused?: ((problem: Problem) => Exchange<RecordPage> | null) | undefined,
) => Exchange<RecordPage>;

export function asking<Place, Answer>(
  requestFor: (place: Place) => VendorRequest,
  answerOf: (response: VendorResponse, place: Place) => Answer,
): Ask<Place, Answer> {
  return (place, then, refused) => ({
    request: requestFor(place),
    read: (response) => then(answerOf(response, place), response.status),
    ...(refused && { refused }),
  });
}

/** Records in the order of time, what is asked next, and the vendor's own total where it tells one. */
export function inOrder(
  records: readonly Json[],
  next: Exchange<RecordPage> | null,
  total: number | null = null,
): Step<RecordPage> {
  return { result: { records, wholeUntil: null }, next, ...(total === null ? {} : { total }) };
}

/** A larger limit where one moment fills a page; an OVERFLOW, in the words of `expected`, once it is at its most. */
export function raised(limit: number, by: { readonly times: number; readonly most: number }, expected: string): number {
  if (limit < by.most) return Math.min(limit * by.times, by.most);
  throw sourceError('OVERFLOW', expected);
}
