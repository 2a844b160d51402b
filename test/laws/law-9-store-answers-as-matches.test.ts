import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/domain/canonical.ts';
import type { AuditEvent } from '../../src/domain/event.ts';
import type { Json } from '../../src/domain/json.ts';
import { matches } from '../../src/domain/matches.ts';
import { compare, placeOf, within } from '../../src/domain/position.ts';
import type { EventQuery } from '../../src/domain/query.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { aFilter, anEvent, anOrder, aWindow } from '../fakes/arbitrary.ts';
import { OPENED } from '../store/databases.ts';
import { stores, useKitStore } from '../store-kit/stores.ts';

const QUESTIONS_EACH = 10;

const someEvents = fc.uniqueArray(anEvent(), { maxLength: 12, selector: (event) => event.id });

const aQuestion: fc.Arbitrary<EventQuery> = fc
  .record({
    where: aFilter(),
    window: aWindow(),
    order: anOrder(),
    nobody: fc.option(anEvent()),
    take: fc.nat(4),
    now: fc.constant(OPENED),
  })
  .map(({ order, nobody, ...asked }) => ({ ...asked, ...order, after: nobody && placeOf(nobody, order) }));

const aWorld = fc.record({
  events: someEvents,
  questions: fc.array(aQuestion, { minLength: QUESTIONS_EACH, maxLength: QUESTIONS_EACH }),
  /** Some questions go on after an event that is there. */
  resumed: fc.array(fc.nat(11), { maxLength: QUESTIONS_EACH }),
});

function expected(
  events: readonly AuditEvent[],
  { where, window, after, ...order }: EventQuery,
): readonly AuditEvent[] {
  return events
    .filter((event) => matches(event, where) && within(event.occurredAt, window))
    .filter((event) => after === null || compare(placeOf(event, order), after, order) > 0)
    .toSorted((a, b) => compare(placeOf(a, order), placeOf(b, order), order));
}

async function answered(store: EventStore, question: EventQuery): Promise<readonly AuditEvent[]> {
  const events: AuditEvent[] = [];
  for await (const item of store.open(question, new AbortController().signal)) {
    if (item.kind === 'event') events.push(item.event);
  }
  return events;
}

/** As JSON, which does not know -0. */
function shown(events: readonly AuditEvent[]): readonly string[] {
  return events.map((event) => canonicalJson(event as unknown as Json));
}

describe.each(stores)('law 9 on $name', (kind) => {
  const open = useKitStore(kind);

  test('the store answers what `matches` answers over the same events, in any order, and counts it', async () => {
    const { store, put, empty } = open();
    await fc.assert(
      fc.asyncProperty(aWorld, async ({ events: drawn, questions, resumed }) => {
        const events = drawn.map((event) => ({ ...event, recordedAt: OPENED }));
        await empty();
        await put(events);
        for (const [index, asked] of questions.entries()) {
          const place = events[resumed[index] ?? events.length];
          const question = place ? { ...asked, after: placeOf(place, asked) } : asked;
          const right = expected(events, question);
          expect(shown(await answered(store, question))).toEqual(shown(right));
          expect(await store.count(question, new AbortController().signal)).toBe(right.length);
        }
      }),
      { numRuns: 60 },
    );
  });
});
