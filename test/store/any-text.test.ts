import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/domain/canonical.ts';
import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { plus, SECOND } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/json.ts';
import type { Lease } from '../../src/store/port/archive-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { someEvent } from '../fakes/some-event.ts';
import { databases, OPENED, type TestStore, useStore } from './databases.ts';
import { insertRows } from './insert-rows.ts';
import { storedEvents } from './stored-events.ts';

const KEY = 'salt-prod' as SourceKey;
/** Whatever means something to some part of the way into the table. */
const MEANING = [
  '\\',
  '\\N',
  '\\.',
  '\\\\',
  '"',
  "'",
  '\t',
  '\n',
  '\r',
  '\b',
  '\v',
  '\f',
  '{',
  '}',
  ',',
  'NULL',
  ';',
  '$1',
];
const STRANGE = ['', ' ', '\u007f', '\u2028', '\ufeff', '\ufffd', 'é', '💥', 'a', '0'];

const anyText = fc
  .array(fc.oneof(fc.constantFrom(...MEANING), fc.constantFrom(...STRANGE)), { maxLength: 5 })
  .map((parts) => parts.join(''));

function eventsOf(aText: fc.Arbitrary<string>): fc.Arbitrary<readonly AuditEvent[]> {
  const maybe = fc.option(aText);
  const aNumber = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
  const aJson = fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom(null, true, false, 1.5, -7),
      aText,
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(aText, tie('json'), { maxKeys: 3 }) as fc.Arbitrary<Json>,
    ),
  })).json;
  const anEvent = fc.record({
    action: aText,
    recordType: aText,
    message: maybe,
    durationMs: fc.option(aNumber),
    actor: fc.option(fc.record({ uid: maybe, name: maybe, type: maybe })),
    target: fc.option(fc.record({ uid: maybe, name: maybe, type: maybe })),
    client: fc.option(fc.record({ ip: maybe, userAgent: maybe, origin: maybe })),
    sessionId: maybe,
    requestId: maybe,
    changes: fc.array(fc.record({ path: aText, op: fc.constant('REPLACE' as const), before: aJson, after: aJson }), {
      maxLength: 3,
    }),
    raw: aJson,
  });
  return fc.array(anEvent, { minLength: 1, maxLength: 12 }).map((all) =>
    all.map((given, index): AuditEvent => {
      const id = eventId(KEY, String(index));
      return someEvent({ ...given, id, occurredAt: plus(OPENED, -index * SECOND), endedAt: null });
    }),
  );
}

async function ingested(store: EventStore, events: readonly AuditEvent[]): Promise<void> {
  await store.openArchives([{ key: KEY, kind: 'salt', place: 'here', archived: true }]);
  const lease = (await store.leases.acquire(`sync ${KEY}`, 60_000)) as Lease;
  await store.ingest({ source: KEY, lease, events, covered: [], withheld: [], upToDate: false, now: OPENED });
}

const inserted = ({ database }: TestStore, events: readonly AuditEvent[]) =>
  insertRows(
    database,
    events.map((event) => ({ ...event, recordedAt: OPENED })),
  );

/** Nothing but nulls is nothing; -0 is 0. */
function shown({ actor, target, client, ...rest }: AuditEvent): string {
  const parts = [actor, target, client].map((part) =>
    Object.values(part ?? {}).every((of) => of === null) ? null : part,
  );
  return canonicalJson({ ...rest, recordedAt: OPENED, parts } as unknown as Json);
}

describe.each(databases)('whatever is in an event, on $name', (kind) => {
  const open = useStore(kind);
  const someEvents = eventsOf(anyText);
  beforeEach(() => open().empty());

  test.each<[string, (open: TestStore, events: readonly AuditEvent[]) => Promise<void>]>([
    ['copied from a source', ({ store }, events) => ingested(store, events)],
    ['recorded', inserted],
  ])('comes back as it was when %s', async (_how, put) => {
    await fc.assert(
      fc.asyncProperty(someEvents, async (events) => {
        await open().empty();
        await put(open(), events);
        expect((await storedEvents(open().store)).map(shown)).toEqual(events.map(shown));
      }),
      { numRuns: 60 },
    );
  });
});
