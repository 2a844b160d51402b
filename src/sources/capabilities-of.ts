import type { Field } from '../domain/fields.ts';
import { filterPath, is, type Test, type TestOp } from '../domain/filter.ts';
import type { Stream } from './adapter.ts';

/** What can be said of a source as it is configured. */
export interface SourceAbilities {
  /** Filter paths of which the vendor can apply at least one test, in at least one of its streams. Sorted. */
  readonly filters: readonly string[];
  readonly timeFilter: boolean;
  readonly totalCount: boolean;
  readonly maxPageSize: number;
}

export function capabilitiesOf(streams: readonly Stream[]): SourceAbilities {
  const timeFilter = streams.every(({ capabilities }) => capabilities.timeFilter);
  const paths = streams.flatMap(pushable);
  return {
    filters: [...new Set([...(timeFilter ? ['occurredAt'] : []), ...paths])].sort(),
    timeFilter,
    totalCount: streams.every(({ capabilities }) => capabilities.counts),
    maxPageSize: Math.min(...streams.map(({ capabilities }) => capabilities.maxPageSize)),
  };
}

function pushable({ capabilities }: Stream): readonly string[] {
  const declared = Object.entries(capabilities.filters) as [Field, Readonly<Record<TestOp, unknown>>][];
  return declared.flatMap(([field, ops]) => Object.keys(ops).map((op) => filterPath(is(field, { op } as Test))));
}
