import { beforeEach, describe, expect, test } from 'vitest';
import { eventId } from '../../src/domain/event-id.ts';
import { EARLIEST, type Instant, LATEST, parseRfc3339 } from '../../src/domain/instant.ts';
import { ensureParts } from '../../src/store/events/make-parts.ts';
import { partOf, presentParts } from '../../src/store/events/partitions.ts';
import { someEvent } from '../fakes/some-event.ts';
import { databases, OPENED, useStore } from './databases.ts';
import { insertRows } from './insert-rows.ts';
import { storedEvents } from './stored-events.ts';

const at = (text: string) => parseRfc3339(text) as Instant;

describe('the part of a moment', () => {
  test.each([
    ['2024-02-29T23:59:59.999999Z', 'audit_event_2024_02', '2024-02-01', '2024-03-01'],
    ['2024-12-31T12:00:00Z', 'audit_event_2024_12', '2024-12-01', '2025-01-01'],
    ['2000-01-01T00:00:00Z', 'audit_event_2000_01', '2000-01-01', '2000-02-01'],
    ['2099-12-31T23:59:59.999999Z', 'audit_event_2099_12', '2099-12-01', '2100-01-01'],
  ])('%s is its month in UTC', (moment, name, from, until) => {
    expect(partOf(at(moment))).toEqual({ name, from: at(from), until: at(until) });
  });

  test.each([EARLIEST, at('1999-12-31T23:59:59.999999Z'), at('2100-01-01'), LATEST])(
    '%d has none of its own',
    (moment) => {
      expect(partOf(moment)).toBeNull();
    },
  );
});

describe.each(databases)('the parts on $name', (kind) => {
  const open = useStore(kind);
  beforeEach(() => open().clear());

  test('are made for the months that events come in, once', async () => {
    const { database } = open();
    const events = ['2024-03-31', '2024-01-05', '2024-03-01', '1960-01-01'].map((text) => ({ occurredAt: at(text) }));
    await ensureParts(database, events);
    await ensureParts(database, events);
    expect((await presentParts(database.own)).map(({ name }) => name)).toEqual([
      'audit_event_2024_01',
      'audit_event_2024_03',
    ]);
  });

  test('hold events of every time there is, and give them back in the one order', async () => {
    const { store, database } = open();
    const times = [
      LATEST,
      at('2100-01-01'),
      at('2024-05-01'),
      at('2024-04-30T23:59:59.999999Z'),
      at('1999-12-31'),
      EARLIEST,
    ];
    const events = times.map((occurredAt, index) => ({
      ...someEvent({ occurredAt, id: eventId('salt-prod', String(index)) }),
      recordedAt: OPENED,
    }));
    await insertRows(database, events.toReversed());
    expect((await storedEvents(store)).map(({ occurredAt }) => occurredAt)).toEqual(times);
  });
});
