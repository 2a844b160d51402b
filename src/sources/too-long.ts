import { SourceError } from '../lanes/source-error.ts';
import type { Words } from './adapter.ts';

/** Content too large, URI too long, header fields too large: the vendor read no further than that, so it refused no more. */
const TOO_LONG: ReadonlySet<number | null> = new Set([413, 414, 431]);

/** Whether the vendor found the request itself too long. */
export function isTooLong(error: unknown): boolean {
  return error instanceof SourceError && TOO_LONG.has(error.problem.httpStatus);
}

/** The slot whose words are the longest; null where nothing is said. */
export function longestSlot(words: Words): string | null {
  const slots = Object.entries(words).map(([slot, said]) => ({ slot, length: JSON.stringify(said).length }));
  return slots.toSorted((a, b) => b.length - a.length)[0]?.slot ?? null;
}
