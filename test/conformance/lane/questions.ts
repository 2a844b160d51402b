import type { AuditEvent } from '../../../src/domain/event.ts';
import { EVERYTHING, type FilterExpr, is, NOTHING } from '../../../src/domain/filter.ts';
import { EARLIEST, LATEST, plus } from '../../../src/domain/instant.ts';
import { matches } from '../../../src/domain/matches.ts';
import type { Direction } from '../../../src/domain/order.ts';
import { compare, type Position, type TimeWindow, within } from '../../../src/domain/position.ts';
import type { EventQuery } from '../../../src/domain/query.ts';
import type { LaneSubject } from './lane-subject.ts';

export interface Question {
  /** What it asks, for messages. */
  readonly says: string;
  readonly query: EventQuery;
}

export const ALL_TIME: TimeWindow = { from: EARLIEST, until: LATEST };
export const DIRECTIONS: readonly Direction[] = ['DESC', 'ASC'];
/** More than any lane under test holds. */
export const PLENTY = 1_000;

export function asking(subject: LaneSubject, given: Partial<EventQuery> = {}): EventQuery {
  const all = { where: EVERYTHING, window: ALL_TIME, direction: 'DESC', after: null, take: PLENTY } as const;
  return { ...all, now: subject.now, ...given };
}

/** Every filter within every bound, both ways. */
export function questionsFor(subject: LaneSubject): readonly Question[] {
  return DIRECTIONS.flatMap((direction) =>
    boundsOf(subject, direction).flatMap((bound) =>
      filtersOf(subject.truth).map((filter) => ({
        says: `${filter.says} ${bound.says}, ${direction}`,
        query: asking(subject, { direction, where: filter.where, window: bound.window, after: bound.after }),
      })),
    ),
  );
}

/** The events that a question should give, in order. */
export function expectedOf({ truth }: LaneSubject, query: EventQuery): readonly AuditEvent[] {
  return truth
    .filter((event) => within(event.occurredAt, query.window) && matches(event, query.where))
    .filter((event) => query.after === null || compare(event, query.after, query) > 0)
    .toSorted((a, b) => compare(a, b, query));
}

export interface AskedFilter {
  readonly says: string;
  readonly where: FilterExpr;
}

export function filtersOf(truth: readonly AuditEvent[]): readonly AskedFilter[] {
  const action = truth.find((event) => event.action !== '')?.action ?? 'update';
  const name = truth.find((event) => event.actor?.name)?.actor?.name ?? 'nobody';
  const eq = (value: string) => ({ op: 'eq', value, ignoreCase: false }) as const;
  return [
    { says: 'everything', where: EVERYTHING },
    { says: 'one action', where: is('action', eq(action)) },
    { says: 'any other action', where: is('action', eq(action), true) },
    { says: 'one name', where: is('actor.name', eq(name)) },
    { says: 'a pattern', where: is('action', { op: 'matches', pattern: '^[a-m]', ignoreCase: true }) },
    { says: 'nothing', where: NOTHING },
  ];
}

interface Bound {
  readonly says: string;
  readonly window: TimeWindow;
  readonly after: Position | null;
}

function boundsOf({ truth }: LaneSubject, direction: Direction): readonly Bound[] {
  const sorted = truth.toSorted((a, b) => compare(a, b, { direction }));
  const at = (share: number): Position => sorted[Math.floor(sorted.length * share)] ?? missing();
  const [early, late] = direction === 'ASC' ? [at(0.25), at(0.75)] : [at(0.75), at(0.25)];
  const window = { from: early.occurredAt, until: plus(late.occurredAt, 1) };
  const { occurredAt, id } = at(0.5);
  return [
    { says: 'of all time', window: ALL_TIME, after: null },
    { says: 'in a window', window, after: null },
    { says: 'past an event', window: ALL_TIME, after: { occurredAt, id } },
    { says: 'past an event in a window', window, after: { occurredAt, id } },
  ];
}

function missing(): never {
  throw new Error('expected a lane under test to hold events, but its truth is empty');
}
