import type { SourceKey } from '../../domain/event.ts';
import { type ArchiveIdentity, SourceMoved } from '../port/archive-store.ts';

/** A source of which the store holds events. */
export interface HeldSource {
  readonly source: SourceKey;
  readonly kind: string;
  readonly place: string;
  readonly events: number;
}

/** Refuses what would mix up two sources, or split one in two: throws `SourceMoved`. */
export function requireSame(
  source: ArchiveIdentity,
  held: readonly HeldSource[],
  all: readonly ArchiveIdentity[],
): void {
  refuseOtherKind(source, held);
  refuseRenamed(source, held, all);
}

function refuseOtherKind({ key, kind }: ArchiveIdentity, held: readonly HeldSource[]): void {
  const other = held.find((each) => each.source === key && each.kind !== kind);
  if (other) {
    const expected = `${other.kind}, as ${count(other)} in the store under the id ${key} are, but got ${kind}`;
    throw new SourceMoved(key, 'kind', expected);
  }
}

function refuseRenamed(source: ArchiveIdentity, held: readonly HeldSource[], all: readonly ArchiveIdentity[]): void {
  if (held.some((each) => each.source === source.key)) return;
  const before = held.find(
    (each) => each.kind === source.kind && each.place === source.place && !all.some(({ key }) => key === each.source),
  );
  if (before) {
    const expected = `${before.source}, under which the store holds ${count(before)} of this source, but got ${source.key}`;
    throw new SourceMoved(source.key, 'id', expected);
  }
}

function count({ events }: HeldSource): string {
  return events === 1 ? '1 event' : `${events} events`;
}
