import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import { COLUMNS } from '../../src/domain/export/columns.ts';
import { type CsvForm, DELIMITERS } from '../../src/domain/export/csv-form.ts';
import { type Printing, printEvent } from '../../src/domain/export/print-event.ts';
import { EARLIEST, type Instant, instant, LATEST } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/json.ts';
import type { EventQuery } from '../../src/domain/query.ts';
import { isWellFormed } from '../../src/domain/text.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { aDirection, aFilter, anEvent, anInstant, aText, aWindow } from '../fakes/arbitrary.ts';
import { OPENED } from '../store/databases.ts';
import { ALL, storedEvents } from '../store/stored-events.ts';
import { stores, useKitStore } from '../store-kit/stores.ts';

/** Whatever could end a cell, a line or a string early, or begin a formula. */
const hostileText = fc.oneof(
  aText(),
  fc.constantFrom(
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r\n',
    '\n=1',
    '＝1',
    '－',
    '＋',
    '＠',
    "'",
    '"',
    '""',
    ',',
    ';',
  ),
  fc.constantFrom(
    '\u007f',
    '\u0001\u001f\b\f',
    '\u2028',
    '\u0085',
    '\ufeffa\ufeff',
    '\\"',
    '\\u0041',
    '</script>',
    '\ud83d\ude00',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }).filter(isWellFormed),
);
const anyNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(1e21, -1.5e300, 1e-7, -0, 0.1, 123456789012345680000, 5e-324, 2 ** 53),
);
const anyJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    hostileText,
    anyNumber,
    fc.constantFrom(null, true, false),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(hostileText, fc.constantFrom('10', '9', 'aa', 'é')), tie('json'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
})).json;
const anyTime = fc.oneof(
  anInstant(),
  fc.integer({ min: Date.parse('1700-01-01'), max: Date.parse('2250-01-01') }).map((ms) => instant(ms * 1_000 + 7)),
  fc.constantFrom(EARLIEST, LATEST, 0 as Instant, -1 as Instant, instant(EARLIEST + 1_000_008)),
);

const aHostileEvent: fc.Arbitrary<Required<AuditEvent>> = fc
  .record({
    event: anEvent(),
    texts: fc.array(fc.option(hostileText, { freq: 4 }), { minLength: 4, maxLength: 4 }),
    raw: anyJson,
    changed: anyJson,
    occurredAt: anyTime,
    endedAt: fc.option(anyTime),
    durationMs: fc.option(fc.double({ min: 0, max: 1e15, noNaN: true })),
  })
  .map(({ event, texts: [message = null, name = null, userAgent = null, action = null], raw, changed, ...times }) => ({
    ...event,
    ...times,
    message,
    action: action ?? '',
    actor: name === null ? event.actor : { uid: null, name, type: null },
    client: userAgent === null ? event.client : { ip: null, userAgent, origin: null },
    changes: event.changes.map((change) => ({ ...change, path: action ?? '', before: changed })),
    raw,
    recordedAt: OPENED,
  }));

const typeNames = new Map([
  ['gateway' as SourceKey, 'GatewayAuditEvent'],
  ['salt-prod' as SourceKey, 'SaltAuditEvent'],
  ['f5' as SourceKey, 'F5XcAuditEvent'],
]);

const aCsvForm: fc.Arbitrary<CsvForm> = fc.record({
  columns: fc.shuffledSubarray([...COLUMNS], { minLength: 1 }),
  delimiter: fc.constantFrom(...DELIMITERS),
  bom: fc.boolean(),
});

const aWorld = fc.record({
  csv: aCsvForm,
  events: fc.uniqueArray(aHostileEvent, { maxLength: 12, selector: (event) => event.id }),
  questions: fc.array(
    fc.record({ where: aFilter(), window: aWindow(), direction: aDirection() }).map((some) => ({ ...ALL, ...some })),
    { minLength: 3, maxLength: 3 },
  ),
});

async function printed(store: EventStore, query: EventQuery, printing: Printing): Promise<string | null> {
  const pages = store.print?.(query, printing, new AbortController().signal) ?? null;
  if (pages === null) return null;
  const texts: string[] = [];
  for await (const { text } of pages) texts.push(Buffer.from(text).toString());
  return texts.join('');
}

describe.each(stores)('law 12 on $name', (kind) => {
  const open = useKitStore(kind);

  test('what the store prints is what printing each event gives, in both formats and any form of a table, byte for byte', async () => {
    const { store, put, empty } = open();
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(aWorld, async ({ csv, events, questions }) => {
        await empty();
        await put(events);
        for (const query of [ALL, { ...ALL, direction: 'ASC' as const }, ...questions]) {
          const read = await storedEvents(store, query);
          const forms: readonly Printing[] = [
            { format: 'ndjson', typeNames },
            { format: 'csv', typeNames },
            { format: 'csv', csv, typeNames },
          ];
          for (const printing of forms) {
            const text = await printed(store, query, printing);
            if (text === null) continue;
            compared += 1;
            expect(text).toBe(read.map((event) => printEvent(event, printing)).join(''));
          }
        }
      }),
      { numRuns: 100 },
    );
    expect(compared).toBeGreaterThan(600);
  });

  test('pages of the store follow one another without a gap, and events of unnamed sources are left out', async () => {
    const { store, put, empty } = open();
    await empty();
    const events = fc.sample(anEvent(), { numRuns: 2_000, seed: 1 }).map((event) => ({ ...event, recordedAt: OPENED }));
    for (let from = 0; from < events.length; from += 500) {
      await put(events.slice(from, from + 500));
    }
    const named = new Map([...typeNames].slice(0, 2));
    const read = (await storedEvents(store)).filter(({ source }) => named.has(source));
    const printing: Printing = { format: 'ndjson', typeNames: named };
    expect(await printed(store, ALL, printing)).toBe(read.map((event) => printEvent(event, printing)).join(''));
  });
});
