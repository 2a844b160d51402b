import { cut, cutTied, type Stretch, scramble, stretch } from '../kit/stretch.ts';
import { type RiverbedConfig, type RiverbedEvent, secondsOf } from './event.ts';
import type { EventsQuery } from './query.ts';
import type { RiverbedSwitches } from './switches.ts';

type Behaviour = Pick<RiverbedSwitches, 'recordType' | 'meta' | 'swapTies'>;

export interface EventsAnswer {
  readonly items: readonly RiverbedEvent[];
  readonly meta?: { readonly count: number; readonly offset: number; readonly limit?: number; readonly total?: number };
}

/** The answer of GET /events. In the order of time without a filter, only the page itself is looked at. */
export function listEvents(
  events: readonly RiverbedEvent[],
  config: RiverbedConfig,
  query: EventsQuery,
  behaviour: Behaviour,
): EventsAnswer {
  const run = matching(config.system.enabled ? events : [], query, behaviour);
  const items = page(run, query, behaviour);
  const { offset, limit } = query;
  if (behaviour.meta === 'absent') return { items };
  if (behaviour.meta === 'partial') return { items, meta: { count: items.length, offset } };
  return { items, meta: { count: items.length, limit, offset, total: run.length } };
}

function page(run: Stretch<RiverbedEvent>, query: EventsQuery, { swapTies }: Behaviour): RiverbedEvent[] {
  const { offset, limit } = query;
  if (!swapTies) return cut(run, offset, offset + limit);
  const key = keyOf(query.sortBy);
  return cutTied(run, offset, offset + limit, {
    tied: (one, other) => key(one) === key(other),
    rank: ({ pid }) => scramble(pid, offset * 65_537 + limit),
  });
}

function matching(
  events: readonly RiverbedEvent[],
  query: EventsQuery,
  { recordType }: Behaviour,
): Stretch<RiverbedEvent> {
  const tests = testsOf(query, recordType);
  const passing = tests.length === 0 ? events : events.filter((event) => tests.every((test) => test(event)));
  if (query.sortBy === 'timestamp') return stretch(passing, query.backward);
  const key = keyOf(query.sortBy);
  const compare = (one: RiverbedEvent, other: RiverbedEvent) => {
    const [left, right] = [key(one), key(other)];
    return left === right ? 0 : left < right ? -1 : 1;
  };
  return stretch([...passing].sort(compare), query.backward);
}

function keyOf(field: EventsQuery['sortBy']): (event: RiverbedEvent) => string | number {
  return field === 'timestamp' ? secondsOf : (event) => event[field];
}

function testsOf(
  { username, record_type, action, success }: EventsQuery,
  recordType: Behaviour['recordType'],
): readonly ((event: RiverbedEvent) => boolean)[] {
  const ofType = (event: RiverbedEvent) =>
    event.record_type === record_type ||
    (recordType === 'prefix' && record_type !== null && event.record_type.startsWith(`${record_type}.`));
  return [
    username === null ? null : (event: RiverbedEvent) => event.username === username,
    record_type === null ? null : ofType,
    action === null ? null : (event: RiverbedEvent) => event.action === action,
    success === null ? null : (event: RiverbedEvent) => event.success === success,
  ].filter((test) => test !== null);
}
