import type { AskedPart } from '../ask/asked.ts';
import type { Total } from '../gateway.ts';
import type { Page } from './page.ts';
import type { PlannedLane } from './plan.ts';

const UNKNOWN: Total = { count: null, relation: 'UNKNOWN' };

export interface TotalParts {
  readonly page: Page;
  readonly asked: AskedPart;
  readonly lanes: readonly PlannedLane[];
  /** The archives asked hold all that the question is about; else there may be more than they can count. */
  readonly isWhole: boolean;
}

/** How many events the question has in all: exact where every lane can tell exactly, else not at all. */
export async function totalOf({ page, asked, lanes, isWhole }: TotalParts, signal: AbortSignal): Promise<Total> {
  const relation = isWhole ? 'EXACT' : 'AT_LEAST';
  if (page.lanes.some(({ failure, gaps }) => failure !== null || gaps.length > 0)) return UNKNOWN;
  if (page.ending === 'exhausted' && !asked.after && !asked.until) {
    return { count: page.events.length, relation };
  }
  const query = { ...asked, after: null, take: 0 };
  const counts = await Promise.all(
    lanes.map(({ lane, where, window }) =>
      (async () => lane.count({ ...query, where, window }, signal))().catch((error: unknown) => {
        if (lane.essential || signal.aborted) throw error;
        return null;
      }),
    ),
  );
  if (counts.some((count) => count === null)) return UNKNOWN;
  const count = counts.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  return Number.isSafeInteger(count) ? { count, relation } : UNKNOWN;
}
