import { firstWhere, sorted } from '../kit/sorted.ts';
import { readFilter } from './filter.ts';
import { type AstromkeyRecord, byPlace } from './record.ts';
import type { Walk } from './walk.ts';

/** The entries by time and logId. */
export interface Log {
  readonly entries: readonly AstromkeyRecord[];
  find(logId: string): AstromkeyRecord | undefined;
  count(walk: Omit<Walk, 'totalCount' | 'pages'>): number;
  /** The next entries of the walk, at most `size`, and whether more come behind them. */
  next(walk: Walk, size: number): { readonly entries: readonly AstromkeyRecord[]; readonly more: boolean };
  add(entry: AstromkeyRecord): void;
}

export function logOf(records: readonly AstromkeyRecord[]): Log {
  const log = sorted(records, byPlace);
  const byId = new Map(log.rows.map((entry) => [entry.logId, entry]));
  const edges = ({ from, to }: Pick<Walk, 'from' | 'to'>) => ({
    low: firstWhere(log.rows, ({ timestamp }) => timestamp >= from),
    high: firstWhere(log.rows, ({ timestamp }) => timestamp >= to),
  });
  return {
    entries: log.rows,
    find: (logId) => byId.get(logId),
    count: (walk) => {
      const { low, high } = edges(walk);
      if (walk.filter === '') return high - low;
      const passes = readFilter(walk.filter);
      let count = 0;
      for (let index = low; index < high; index++) if (passes(log.rows[index] as AstromkeyRecord)) count += 1;
      return count;
    },
    next: (walk, size) => {
      const { low, high } = past(walk, log.rows, edges(walk));
      const passes = readFilter(walk.filter);
      const entries: AstromkeyRecord[] = [];
      for (let offset = 0; offset < high - low; offset++) {
        const entry = log.rows[walk.ascending ? low + offset : high - 1 - offset] as AstromkeyRecord;
        if (!passes(entry)) continue;
        if (entries.length === size) return { entries, more: true };
        entries.push(entry);
      }
      return { entries, more: false };
    },
    add: (entry) => {
      log.add(entry);
      byId.set(entry.logId, entry);
    },
  };
}

/** What of the window lies strictly behind the place where the walk stands. */
function past(
  { after, ascending }: Walk,
  rows: readonly AstromkeyRecord[],
  edges: { readonly low: number; readonly high: number },
) {
  if (!after) return edges;
  if (ascending)
    return {
      ...edges,
      low: Math.max(
        edges.low,
        firstWhere(rows, (entry) => byPlace(entry, after) > 0),
      ),
    };
  return {
    ...edges,
    high: Math.min(
      edges.high,
      firstWhere(rows, (entry) => byPlace(entry, after) >= 0),
    ),
  };
}
