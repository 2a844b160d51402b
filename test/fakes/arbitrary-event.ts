import fc from 'fast-check';
import {
  type Actor,
  type AuditEvent,
  CATEGORIES,
  CHANGE_OPS,
  type FieldChange,
  OPERATIONS,
  OUTCOMES,
  presence,
  type SourceKey,
} from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { EARLIEST, type Instant, instant, LATEST } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/json.ts';
import { type Direction, type Order, SORT_VALUES, type SortKey } from '../../src/domain/order.ts';
import type { TimeWindow } from '../../src/domain/position.ts';
import { ADDRESSES, MEMBER_NAMES, NUMBERS, RECORD_TYPES, SOURCES, TEXTS } from './samples.ts';

/** A text that some other text of this kind probably equals, holds, or differs from in case alone. Never empty. */
export function aText(): fc.Arbitrary<string> {
  const some = fc.constantFrom(...TEXTS);
  return fc.oneof(
    { weight: 3, arbitrary: some },
    { weight: 1, arbitrary: fc.tuple(some, some).map(([a, b]) => a + b) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }) },
  );
}

/** One of a few moments of one day, some in one tick of a microsecond, a millisecond or a second. */
export function anInstant(): fc.Arbitrary<Instant> {
  const day = Date.parse('2024-02-29T12:00:00Z') * 1_000;
  return fc
    .constantFrom(0, 1, 999, 1_000, 1_001, 999_999, 1_000_000, 1_000_001, 59_999_999, 60_000_000, 3_600_000_000)
    .map((later) => instant(day + later));
}

/** Often bounded by moments of events, sometimes empty, sometimes open to an end of time. */
export function aWindow(): fc.Arbitrary<TimeWindow> {
  const from = fc.oneof({ weight: 3, arbitrary: anInstant() }, { weight: 1, arbitrary: fc.constant(EARLIEST) });
  const until = fc.oneof({ weight: 3, arbitrary: anInstant() }, { weight: 1, arbitrary: fc.constant(LATEST) });
  return fc.tuple(from, until).map(([a, b]) => ({ from: Math.min(a, b) as Instant, until: Math.max(a, b) as Instant }));
}

export function aDirection(): fc.Arbitrary<Direction> {
  return fc.constantFrom<Direction>('ASC', 'DESC');
}

/** Often that of time, and as often by a key of its own. */
export function anOrder(): fc.Arbitrary<Order> {
  const keys = Object.keys(SORT_VALUES) as SortKey[];
  return fc.record({ by: fc.option(fc.constantFrom(...keys), { freq: 2 }), direction: aDirection() });
}

/** JSON of a few texts, numbers and member names, up to three levels deep. */
export function aJson(): fc.Arbitrary<Json> {
  const scalar = fc.oneof(aText(), fc.constant(''), fc.constantFrom(...NUMBERS), fc.constantFrom(null, true, false));
  const names = fc.constantFrom(...MEMBER_NAMES);
  return fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
      scalar,
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(names, tie('json'), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).json;
}

const absentOr = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> => fc.option(value, { freq: 3 });
const optionalText = (): fc.Arbitrary<string | null> => absentOr(aText());

function aPart(): fc.Arbitrary<Actor | null> {
  return fc.record({ uid: optionalText(), name: optionalText(), type: optionalText() }).map(presence);
}

function aClient(): fc.Arbitrary<AuditEvent['client']> {
  const ip = absentOr(fc.constantFrom(...ADDRESSES));
  return fc.record({ ip, userAgent: optionalText(), origin: optionalText() }).map(presence);
}

function aChange(): fc.Arbitrary<FieldChange> {
  const path = fc.oneof(aText(), fc.constant(''));
  return fc.record({ path, op: fc.constantFrom(...CHANGE_OPS), before: aJson(), after: aJson() });
}

/** An event of one of a few sources. Two of them nearly never have one id, and often everything else in common. */
export function anEvent(): fc.Arbitrary<AuditEvent> {
  const source = fc.constantFrom(...SOURCES);
  return fc
    .record({
      source,
      nativeKey: fc.uuid(),
      occurredAt: anInstant(),
      endedAt: absentOr(anInstant()),
      durationMs: absentOr(fc.constantFrom(0, 0.5, 1, 1.5, 1_000)),
      action: fc.oneof(aText(), fc.constant('')),
      operation: fc.constantFrom(...OPERATIONS),
      recordType: fc.constantFrom(...RECORD_TYPES),
      category: fc.constantFrom(...CATEGORIES),
      outcome: fc.constantFrom(...OUTCOMES),
      message: optionalText(),
      actor: aPart(),
      target: aPart(),
      client: aClient(),
      sessionId: optionalText(),
      requestId: optionalText(),
      changes: fc.array(aChange(), { maxLength: 3 }),
      count: fc.constantFrom(1, 2, 3),
      raw: aJson(),
      keptAsText: fc.array(aText(), { maxLength: 2 }),
    })
    .map(({ nativeKey, ...event }) => ({
      ...event,
      source: event.source as SourceKey,
      id: eventId(event.source, nativeKey),
    }));
}
