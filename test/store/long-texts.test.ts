import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { type AuditEvent, GATEWAY } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import type { Field } from '../../src/domain/fields.ts';
import { type FilterExpr, is } from '../../src/domain/filter.ts';
import { plus, SECOND } from '../../src/domain/instant.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { INDEXED_CHARACTERS } from '../../src/store/sql/prefix-conditions.ts';
import { someEvent } from '../fakes/some-event.ts';
import { copiedSource, KEY } from '../sync/copied-source.ts';
import { databases, OPENED, useStore } from './databases.ts';
import { ALL, storedEvents } from './stored-events.ts';

/** A text that nothing can be saved of by compressing it. */
function noise(length: number, seed: string): string {
  let text = '';
  for (let n = 0; text.length < length; n += 1) text += createHash('sha512').update(`${seed} ${n}`).digest('base64');
  return text.slice(0, length);
}

const LENGTHS = [INDEXED_CHARACTERS - 1, INDEXED_CHARACTERS, INDEXED_CHARACTERS + 1, 2_700, 3_000, 100_000];
/** Of each length two that begin alike, then one whose every character takes four bytes. */
const TEXTS = [
  ...LENGTHS.flatMap((length) => ['x', 'y'].map((end) => `${noise(length - 1, 'a')}${end}`)),
  Array.from(noise(2_000, 'b'), (letter) => String.fromCodePoint(0x1f300 + letter.charCodeAt(0))).join(''),
];

/** Every text of an event, the same one in each. */
function filledWith(text: string, source: AuditEvent['source']): AuditEvent {
  const number = TEXTS.indexOf(text);
  return someEvent({
    ...{ source, id: eventId(source, String(number)), occurredAt: plus(OPENED, -number * SECOND) },
    ...{ action: text, recordType: text, message: text, sessionId: text, requestId: text },
    actor: { uid: text, name: text, type: text },
    target: { type: text, uid: text, name: text },
    client: { ip: text, userAgent: text, origin: text },
    changes: [{ path: text, op: 'REPLACE', before: text, after: { [text]: text } }],
    raw: { [text]: [text] },
  });
}

const FIELDS: readonly Field[] = ['recordType', 'actor.uid', 'actor.name', 'sessionId', 'action', 'target.uid'];

const WAYS: Readonly<Record<string, (store: EventStore) => Promise<readonly AuditEvent[]>>> = {
  async 'copied from a source'(store) {
    const events = TEXTS.map((text) => filledWith(text, KEY));
    const source = await copiedSource(store, events);
    expect(await source.sync()).toMatchObject({ added: TEXTS.length, failure: null });
    return events;
  },
  async recorded(store) {
    const events = TEXTS.map((text) => filledWith(text, GATEWAY));
    await store.record({ events, idempotencyKey: noise(100_000, 'key'), now: OPENED });
    return events;
  },
};

describe.each(databases)('texts of any length on $name', (kind) => {
  const open = useStore(kind);
  beforeEach(() => open().empty());

  test.each(Object.entries(WAYS))('are kept whole and found when %s', async (_how, put) => {
    const { store } = open();
    const events = await put(store);
    const stored = await storedEvents(store);
    expect(stored.map(({ recordedAt, ...event }) => event)).toEqual(events);
    const found = async (where: FilterExpr) => (await storedEvents(store, { ...ALL, where })).map(({ id }) => id);
    for (const [number, text] of TEXTS.entries()) {
      const id = events[number]?.id;
      for (const field of FIELDS) {
        expect(await found(is(field, { op: 'eq', value: text, ignoreCase: false }))).toEqual([id]);
      }
      expect(await found(is('recordType', { op: 'under', values: [text] }))).toEqual([id]);
    }
    const all = { op: 'in', values: TEXTS, ignoreCase: false } as const;
    expect(await found(is('actor.name', all))).toHaveLength(TEXTS.length);
    expect(await found(is('actor.name', all, true))).toEqual([]);
    const beginning = noise(INDEXED_CHARACTERS, 'a');
    expect(await found(is('sessionId', { op: 'eq', value: beginning, ignoreCase: false }))).toEqual([]);
  });

  test('a long type has its subtypes', async () => {
    const { store } = open();
    const type = noise(3_000, 'type');
    const types = [`${type}.a`, `${type}.b.c`, `${type}x`, `${type.slice(0, -1)}.a`];
    const events = types.map((recordType, n) =>
      someEvent({ recordType, source: GATEWAY, id: eventId(GATEWAY, `${n}`) }),
    );
    await store.record({ events, idempotencyKey: null, now: OPENED });
    const where = is('recordType', { op: 'under', values: [type] });
    expect((await storedEvents(store, { ...ALL, where })).map(({ recordType }) => recordType).toSorted()).toEqual(
      types.slice(0, 2).toSorted(),
    );
  });
});
