import type { SourceKey } from './event.ts';
import { and, EVERYTHING, type FilterExpr, is } from './filter.ts';

/** Who asks, and what it may see: nothing else reaches it, whichever way it asks. */
export interface Viewer {
  /** As far as known: written down as the actor of what it changes. */
  readonly name: string | null;
  /** The only sources that are there for it; null: all. */
  readonly sources: readonly SourceKey[] | null;
  /** What it may see of them. */
  readonly filter: FilterExpr;
}

/** Who asks where nobody has to say so: it may see everything. */
export const ANYONE: Viewer = { name: null, sources: null, filter: EVERYTHING };

/** The viewer's right as a filter, which holds beside whatever it asks. */
export function rightOf({ sources, filter }: Viewer): FilterExpr {
  return sources === null ? filter : and(is('source', { op: 'in', values: sources, ignoreCase: false }), filter);
}

/** Of these the sources that the viewer may see; the very list where it may see all. */
export function seenBy<Source extends { readonly key: SourceKey }>(
  { sources: seen }: Viewer,
  sources: readonly Source[],
): readonly Source[] {
  return seen === null ? sources : sources.filter(({ key }) => seen.includes(key));
}
