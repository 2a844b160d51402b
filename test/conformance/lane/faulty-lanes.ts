import type { SourceKey } from '../../../src/domain/event.ts';
import { eventId, HIGHEST_ID, LOWEST_ID } from '../../../src/domain/event-id.ts';
import { is, or } from '../../../src/domain/filter.ts';
import { plus } from '../../../src/domain/instant.ts';
import { boundary } from '../../../src/domain/position.ts';
import type { EventQuery } from '../../../src/domain/query.ts';
import { EMPTY_REPORT, type Item, type Lane, type LaneReport, type LaneSource } from '../../../src/lanes/lane.ts';
import { SourceError } from '../../../src/lanes/source-error.ts';
import type { LaneSubject } from './lane-subject.ts';
import { ALL_TIME } from './questions.ts';

interface Fault {
  /** The one check that finds it. */
  readonly id: string;
  readonly fault: string;
  plant(sound: LaneSubject): LaneSubject;
}

type Items = AsyncIterable<Item>;

/** A lane that gives other items than it should. */
function giving(change: (items: Items, query: EventQuery, signal: AbortSignal) => Lane): Fault['plant'] {
  return (sound) => {
    const open: LaneSource['open'] = (query, signal) => change(sound.lane.open(query, signal), query, signal);
    return { ...sound, lane: { ...sound.lane, open } };
  };
}

/** A lane that asks something else than it was asked. */
function asking(change: (query: EventQuery) => EventQuery): Fault['plant'] {
  return (sound) => {
    const open: LaneSource['open'] = (query, signal) => sound.lane.open(change(query), signal);
    return { ...sound, lane: { ...sound.lane, open } };
  };
}

/** Each item becomes some others. */
function each(become: (item: Item, query: EventQuery) => readonly Item[]): Fault['plant'] {
  return giving(async function* (items, query) {
    for await (const item of items) yield* become(item, query);
  });
}

function reporting(change: (report: LaneReport) => LaneReport): Fault['plant'] {
  return each((item) => [item.kind === 'report' ? { kind: 'report', report: change(item.report) } : item]);
}

async function* swapped(items: Items): Lane {
  let held: Item | null = null;
  let done = false;
  for await (const item of items) {
    if (!done && item.kind === 'event' && held === null) {
      held = item;
      continue;
    }
    yield item;
    done ||= held !== null;
    if (held !== null) yield held;
    held = null;
  }
  if (held !== null) yield held;
}

async function* endless(items: Items): Lane {
  let last: Item = { kind: 'report', report: EMPTY_REPORT };
  for await (const item of items) {
    yield item;
    if (item.kind === 'report') last = item;
  }
  while (true) yield last;
}

async function* bounded(items: Items, { take }: EventQuery): Lane {
  let left = take;
  for await (const item of items) {
    yield item;
    if (item.kind === 'event') left -= 1;
    if (left === 0) return;
  }
}

async function* clinging(items: Items, _: EventQuery, signal: AbortSignal): Lane {
  signal.addEventListener('abort', () => {});
  yield* items;
}

function oneAtATime(sound: LaneSubject): LaneSubject {
  let reading = 0;
  async function* open(query: EventQuery, signal: AbortSignal): Lane {
    if (reading > 0) return;
    reading += 1;
    try {
      yield* sound.lane.open(query, signal);
    } finally {
      reading -= 1;
    }
  }
  return { ...sound, lane: { ...sound.lane, open } };
}

function silent(sound: LaneSubject): LaneSubject {
  async function* open(): Lane {
    yield { kind: 'report', report: EMPTY_REPORT };
  }
  return { ...sound, broken: { ...sound.broken, open } };
}

function losingOne(sound: LaneSubject): LaneSubject {
  const lost = sound.truth.toSorted((a, b) => a.occurredAt - b.occurredAt)[20]?.id;
  return each((item) => (item.kind === 'event' && item.event.id === lost ? [] : [item]))(sound);
}

const DELETION = is('action', { op: 'eq', value: 'delete', ignoreCase: false });

async function* endingQuietly(items: Items): Lane {
  try {
    yield* items;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
  }
}

function quiet(sound: LaneSubject): LaneSubject {
  const { repeating } = sound;
  if (!repeating) throw new Error('expected a lane whose pages repeat themselves');
  return { ...sound, repeating: { ...repeating, open: (...asked) => endingQuietly(repeating.open(...asked)) } };
}

async function* withoutGaps(items: Items): Lane {
  for await (const item of items) if (item.kind !== 'gap') yield item;
}

function forgetting(sound: LaneSubject): LaneSubject {
  const { choking } = sound;
  if (!choking) throw new Error('expected a lane that cannot read one record');
  const { lane, on } = choking;
  return { ...sound, choking: { on, lane: { ...lane, open: (...asked) => withoutGaps(lane.open(...asked)) } } };
}

/** For every check a lane that breaks just its promise. */
export const FAULTY_LANES: readonly Fault[] = [
  { id: 'LANE-001', fault: 'two neighbours change places', plant: giving(swapped) },
  {
    id: 'LANE-002',
    fault: 'an event comes twice',
    plant: each((item) => (item.kind === 'event' ? [item, item] : [item])),
  },
  { id: 'LANE-003', fault: 'the window is not kept', plant: asking((query) => ({ ...query, window: ALL_TIME })) },
  { id: 'LANE-004', fault: 'it begins anew', plant: asking((query) => ({ ...query, after: null })) },
  {
    id: 'LANE-005',
    fault: 'deletions always match',
    plant: asking((query) => ({ ...query, where: or(query.where, DELETION) })),
  },
  { id: 'LANE-006', fault: 'one event is never given', plant: losingOne },
  { id: 'LANE-007', fault: 'reports never end', plant: giving(endless) },
  {
    id: 'LANE-008',
    fault: "a mark stands at an event's place",
    plant: each((item) => (item.kind === 'event' ? [item, { kind: 'mark', at: item.at }] : [item])),
  },
  {
    id: 'LANE-009',
    fault: 'a mark comes before its last event',
    plant: each((item, { direction }) => {
      if (item.kind !== 'event') return [item];
      const at = boundary(direction === 'ASC' ? plus(item.at.occurredAt, 1) : item.at.occurredAt);
      return [{ kind: 'mark', at }, item];
    }),
  },
  {
    id: 'LANE-010',
    fault: 'what happened in the same moment is passed over',
    plant: asking(({ after, ...query }) => {
      const id = query.direction === 'ASC' ? HIGHEST_ID : LOWEST_ID;
      return { ...query, after: after && { ...after, id } };
    }),
  },
  {
    id: 'LANE-011',
    fault: 'the signal is not heard',
    plant: (sound) => {
      const open: LaneSource['open'] = (query) => sound.lane.open(query, new AbortController().signal);
      return { ...sound, lane: { ...sound.lane, open } };
    },
  },
  { id: 'LANE-012', fault: 'a listener stays on the signal', plant: giving(clinging) },
  {
    id: 'LANE-013',
    fault: 'a report begins anew',
    plant: each((item) => (item.kind === 'event' ? [{ kind: 'report', report: EMPTY_REPORT }, item] : [item])),
  },
  { id: 'LANE-014', fault: 'nothing is said to match', plant: reporting((report) => ({ ...report, matched: 0 })) },
  {
    id: 'LANE-015',
    fault: 'a count is guessed',
    plant: (sound) => ({ ...sound, lane: { ...sound.lane, count: async () => 7 } }),
  },
  { id: 'LANE-016', fault: 'it ends after `take` events', plant: giving(bounded) },
  {
    id: 'LANE-017',
    fault: "an event's place names another id",
    plant: each((item) =>
      item.kind === 'event' ? [{ ...item, at: { ...item.at, id: eventId('another', item.at.id) } }] : [item],
    ),
  },
  {
    id: 'LANE-018',
    fault: 'events are of a stranger',
    plant: each((item) =>
      item.kind === 'event' ? [{ ...item, event: { ...item.event, source: 'stranger' as SourceKey } }] : [item],
    ),
  },
  { id: 'LANE-019', fault: 'a second reading gets nothing', plant: oneAtATime },
  { id: 'LANE-020', fault: 'a failure is kept silent', plant: silent },
  {
    id: 'LANE-021',
    fault: 'everything is asked twice',
    plant: reporting((report) => ({ ...report, requests: report.requests * 2 })),
  },
  { id: 'LANE-022', fault: 'there are no marks', plant: each((item) => (item.kind === 'mark' ? [] : [item])) },
  {
    id: 'LANE-023',
    fault: 'it is not said where the filter was tested',
    plant: reporting((report) => ({ ...report, filteredHere: [], pushedDown: [] })),
  },
  { id: 'LANE-024', fault: 'pages that repeat themselves are taken for the end', plant: quiet },
  { id: 'LANE-025', fault: 'a record that cannot be read is passed over in silence', plant: forgetting },
];
