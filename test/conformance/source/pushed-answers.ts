import fc from 'fast-check';
import type { AuditEvent } from '../../../src/domain/event.ts';
import { and, type FilterExpr, type Is } from '../../../src/domain/filter.ts';
import { EARLIEST, fromMillis, LATEST } from '../../../src/domain/instant.ts';
import type { EventQuery } from '../../../src/domain/query.ts';
import { EMPTY_REPORT, type LaneReport, type LaneSource } from '../../../src/lanes/lane.ts';
import { aFilter } from '../../fakes/arbitrary-filter.ts';
import { isEndless, truthOf, withLane } from './connect-to.ts';
import { declaredLeaves, HOSTILE_TEXTS, heldValues } from './declared-leaves.ts';
import type { SourceSubject } from './source-subject.ts';

/** One hostile text of so many is sent: all of them are put into words. */
const HOSTILE_STEP = 3;
const ARBITRARY = { numRuns: 30, seed: 11 };

/** A question that was put to the vendor, and what came of it. */
export interface PushedAnswer {
  readonly where: FilterExpr;
  readonly events: readonly AuditEvent[];
  readonly report: LaneReport;
  readonly error: unknown;
}

const answered = new WeakMap<SourceSubject, Promise<readonly PushedAnswer[]>>();

/** Every declared leaf, plain and negated, pairs of them, and arbitrary filters, put to the vendor itself. */
export function pushedAnswers(subject: SourceSubject): Promise<readonly PushedAnswer[]> {
  const known = answered.get(subject);
  if (known) return known;
  const answers = askAll(subject);
  answered.set(subject, answers);
  return answers;
}

async function askAll(subject: SourceSubject): Promise<readonly PushedAnswer[]> {
  const truth = truthOf(subject);
  const held = declaredLeaves(subject, (field) => heldValues(truth, field));
  const hostile = declaredLeaves(subject, () => HOSTILE_TEXTS).filter((_, index) => index % HOSTILE_STEP === 0);
  const negated = held.map((leaf): Is => ({ ...leaf, negated: true }));
  const pairs = held.map((leaf, index) => and(leaf, held[(index + 1) % held.length] ?? leaf));
  const arbitrary = fc.sample(aFilter(), ARBITRARY);
  return withLane(subject, {}, async (lane) => {
    const answers: PushedAnswer[] = [];
    for (const where of [...held, ...hostile, ...negated, ...pairs, ...arbitrary]) answers.push(await ask(lane, where));
    return answers;
  });
}

async function ask(lane: LaneSource, where: FilterExpr): Promise<PushedAnswer> {
  const events: AuditEvent[] = [];
  let report = EMPTY_REPORT;
  try {
    for await (const item of lane.open(everything({ where }), new AbortController().signal)) {
      if (item.kind === 'event') events.push(item.event);
      if (item.kind === 'report') report = item.report;
      if (isEndless(item)) break;
    }
    return { where, events, report, error: null };
  } catch (error) {
    return { where, events, report, error };
  }
}

export function everything(given: Partial<EventQuery> = {}): EventQuery {
  return {
    where: and(),
    window: { from: EARLIEST, until: LATEST },
    direction: 'DESC',
    after: null,
    take: 1_000,
    now: fromMillis(Date.now()),
    ...given,
  };
}
