import type { AuditEvent } from '../../../src/domain/event.ts';
import type { EventQuery } from '../../../src/domain/query.ts';
import type { Item, LaneSource } from '../../../src/lanes/lane.ts';
import type { LaneSubject } from './lane-subject.ts';
import { type Question, questionsFor } from './questions.ts';

export interface Read {
  readonly items: readonly Item[];
  /** Whether the lane ended by itself. */
  readonly ended: boolean;
}

export interface Asked extends Question, Read {}

/** No lane under test has that much to say. */
const MOST_ITEMS = 5_000;

/** All that a lane gives, or as much as is wanted of it. */
export async function readLane(
  lane: LaneSource,
  query: EventQuery,
  enough: (items: readonly Item[]) => boolean = () => false,
  signal: AbortSignal = new AbortController().signal,
): Promise<Read> {
  const items: Item[] = [];
  for await (const item of lane.open(query, signal)) {
    items.push(item);
    if (items.length >= MOST_ITEMS || enough(items)) return { items, ended: false };
  }
  return { items, ended: true };
}

const asked = new WeakMap<LaneSubject, Promise<readonly Asked[]>>();

/** Every question put to the lane once, for all checks that only look at answers. */
export function answersOf(subject: LaneSubject): Promise<readonly Asked[]> {
  const known = asked.get(subject);
  if (known) return known;
  const answers = askAll(subject);
  asked.set(subject, answers);
  return answers;
}

async function askAll(subject: LaneSubject): Promise<readonly Asked[]> {
  const answers: Asked[] = [];
  for (const question of questionsFor(subject)) {
    answers.push({ ...question, ...(await readLane(subject.lane, question.query)) });
  }
  return answers;
}

export function eventsOf({ items }: Pick<Read, 'items'>): readonly AuditEvent[] {
  return items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
}

export function reportsOf({ items }: Pick<Read, 'items'>) {
  return items.flatMap((item) => (item.kind === 'report' ? [item.report] : []));
}

/** A place as a message names it. */
export function shown({ occurredAt, id }: Pick<AuditEvent, 'occurredAt' | 'id'>): string {
  return `${id} at ${occurredAt}`;
}
