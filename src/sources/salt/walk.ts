import { type Instant, MICROSECOND, plus, SECOND } from '../../domain/instant.ts';
import type { Direction } from '../../domain/order.ts';
import type { TimeWindow } from '../../domain/position.ts';
import type { Exchange, Pushdown, RecordPage } from '../adapter.ts';
import { asking, raised } from '../kit/walks/ask.ts';
import { byTime, type TimeWalk } from '../kit/walks/by-time.ts';
import { type AuditAnswer, auditAnswer } from './answer.ts';
import type { SaltOptions } from './options.ts';
import { startOf } from './record.ts';
import { getAudit } from './request.ts';

/** Records of one microsecond that are still read; more of them are an OVERFLOW. */
export const MOST_OF_ONE_TICK = 16_384;
const LARGER = { times: 2, most: MOST_OF_ONE_TICK };
/** The server's own default: it gives that many. A longer answer that is not full may have been cut by a limit of its own. */
const SURE_PAGE = 50;

export function walk(pushdown: Pushdown, options: SaltOptions): Exchange<RecordPage> {
  const { words, window, direction, pageSize } = pushdown;
  const longest = options.longestEventSeconds * SECOND;
  const steps: TimeWalk<AuditAnswer> = {
    direction,
    grainUs: MICROSECOND,
    timeOf: startOf,
    ask: asking(({ window: { from, until }, limit }) => {
      return getAudit({ words, direction, limit, window: { from, until: plus(until, longest) } });
    }, auditAnswer),
    windowFrom: (tick) => onwards(window, tick, direction),
    wanted: pageSize,
    largest: options.maxPageSize,
    isLast: ({ records, count }, { limit }) => records.length < limit && (count ?? 0) <= records.length,
    stuck(place, { records }) {
      if (records.length < place.limit && records.length < SURE_PAGE) return null;
      const expected = `expected at most ${MOST_OF_ONE_TICK} records of one moment, but got more`;
      return byTime(steps, { ...place, limit: raised(place.limit, LARGER, expected) });
    },
  };
  return byTime(steps, { window, given: null, limit: pageSize });
}

/** What is left of the window, wider by one tick: whether its ends belong to it is not documented. */
function onwards({ from, until }: TimeWindow, tick: Instant, direction: Direction): TimeWindow {
  return direction === 'ASC' ? { from: plus(tick, -MICROSECOND), until } : { from, until: plus(tick, MICROSECOND) };
}
