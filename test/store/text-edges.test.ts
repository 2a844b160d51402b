import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { type AuditEvent, GATEWAY } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { type Printing, printEvent } from '../../src/domain/export/print-event.ts';
import type { Field } from '../../src/domain/fields.ts';
import { is, type Test } from '../../src/domain/filter.ts';
import { EARLIEST, LATEST, plus, SECOND } from '../../src/domain/instant.ts';
import { matches } from '../../src/domain/matches.ts';
import type { Lease } from '../../src/store/port/archive-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { someEvent } from '../fakes/some-event.ts';
import { KEY } from '../sync/copied-source.ts';
import { databases, OPENED, useStore } from './databases.ts';
import { ALL, storedEvents } from './stored-events.ts';

/** What is easily lost, or taken for something else, where a text begins or ends. */
const EDGES = [
  '\ufeff',
  '\ufffe',
  '\u00a0',
  '\u0301',
  '\u200b',
  '\u2028',
  '💥',
  '\u{1f468}\u200d\u{1f469}',
  ' ',
  '\t',
  '\\',
  '\\\\',
  '\r\n',
  '\n',
  '\r',
  '"',
  "'",
];
const anEdge = fc.array(fc.constantFrom(...EDGES), { maxLength: 3 }).map((parts) => parts.join(''));
const edgedText = fc
  .tuple(anEdge, fc.constantFrom('', 'a', 'é', 'a.b'), anEdge)
  .map((parts) => parts.join(''))
  .filter((text) => text !== '');
const someTexts = fc.uniqueArray(edgedText, { minLength: 1, maxLength: 8 });

function filledWith(text: string, index: number, source: AuditEvent['source']): AuditEvent {
  return someEvent({
    ...{ source, id: eventId(source, String(index)), occurredAt: plus(OPENED, -index * SECOND) },
    ...{ action: text, recordType: text, message: text, sessionId: text, requestId: text },
    actor: { uid: text, name: text, type: text },
    target: { type: text, uid: text, name: text },
    client: { ip: text, userAgent: text, origin: text },
    changes: [{ path: text, op: 'REPLACE', before: text, after: [text] }],
    raw: { [text]: text, nested: [text] },
  });
}

const bare = ({ recordedAt, ...event }: AuditEvent) => event;

const FIELDS: readonly Field[] = ['recordType', 'actor.name', 'message', 'target.uid', 'changedPath'];

function testsOf(text: string): readonly Test[] {
  const asked = { value: text, ignoreCase: false };
  return [
    { op: 'eq', ...asked },
    { op: 'contains', ...asked },
    { op: 'startsWith', ...asked },
    { op: 'endsWith', ...asked },
    { op: 'in', values: [text, 'a'], ignoreCase: false },
    { op: 'under', values: [text] },
  ];
}

async function printed(store: EventStore, printing: Printing): Promise<string> {
  const pages = store.print?.(ALL, printing, new AbortController().signal);
  if (!pages) throw new Error('expected a store that prints');
  const texts: string[] = [];
  for await (const { text } of pages) texts.push(Buffer.from(text).toString());
  return texts.join('');
}

describe.each(databases)('texts with strange edges on $name', (kind) => {
  const open = useStore(kind);
  beforeEach(() => open().empty());

  test('come back as they were through every door, and filters mean what is shown', async () => {
    const { store } = open();
    const typeNames = new Map([
      [GATEWAY, 'GatewayAuditEvent'],
      [KEY, 'SaltAuditEvent'],
    ]);
    await fc.assert(
      fc.asyncProperty(someTexts, async (texts) => {
        await open().empty();
        await store.openArchives([{ key: KEY, kind: 'salt', place: 'here', archived: true }]);
        const lease = (await store.leases.acquire(`sync ${KEY}`, 60_000)) as Lease;
        const copied = texts.map((text, index) => filledWith(text, index, KEY));
        const own = texts.map((text, index) => filledWith(text, index, GATEWAY));
        const covered = [{ from: EARLIEST, until: LATEST }];
        await store.ingest({ source: KEY, lease, events: copied, covered, withheld: [], upToDate: true, now: OPENED });
        await store.record({ events: own, idempotencyKey: null, now: OPENED });
        const all = [...copied, ...own].toSorted((a, b) => b.occurredAt - a.occurredAt || (a.id < b.id ? 1 : -1));

        const stored = await storedEvents(store);
        expect(stored.map(bare)).toEqual(all);
        expect((await store.at(all)).map((event) => event && bare(event))).toEqual(all);
        const arrived = await store.arrivedAfter(0, 1_000, new AbortController().signal);
        expect(arrived.map(({ event }) => bare(event))).toEqual([...copied, ...own]);
        for (const format of ['ndjson', 'csv'] as const) {
          const lines = stored.map((event) => printEvent(event, { format, typeNames }));
          expect(await printed(store, { format, typeNames })).toBe(lines.join(''));
        }
        const [text = ''] = texts;
        for (const where of FIELDS.flatMap((field) => testsOf(text).map((each) => is(field, each)))) {
          const found = await storedEvents(store, { ...ALL, where });
          expect(found.map(bare)).toEqual(all.filter((event) => matches(event, where)));
        }
      }),
      { numRuns: 12, examples: [[['\ufeff', '\ufeffadmin', 'admin\ufeff', 'admin']]] },
    );
  });

  test('are configured as they were', async () => {
    const { store } = open();
    const disabledTypes = EDGES.map((edge) => `${edge}a${edge}`);
    const by = '\ufeffann\ufeff';
    await store.changeConfig({ patch: { disabledTypes }, expectedRevision: null, dryRun: false, now: OPENED, by });
    expect(await store.config()).toMatchObject({ disabledTypes, updatedBy: by });
    expect((await storedEvents(store))[0]).toMatchObject({
      actor: { name: by },
      changes: [{ before: [], after: disabledTypes }],
    });
  });
});
