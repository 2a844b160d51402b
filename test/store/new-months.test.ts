import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GATEWAY } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { type Instant, parseRfc3339 } from '../../src/domain/instant.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import type { Database } from '../../src/store/engine/database.ts';
import { readMigrations } from '../../src/store/engine/migrations.ts';
import { openDatabase } from '../../src/store/engine/open-database.ts';
import { presentParts } from '../../src/store/events/partitions.ts';
import type { EventStore, RecordBatch } from '../../src/store/port/event-store.ts';
import { prismaStore } from '../../src/store/prisma-store.ts';
import { raw } from '../../src/store/sql/sql.ts';
import { someEvent } from '../fakes/some-event.ts';
import { ARCHIVED, databases, OPENED, openTestStore, servers, type TestStore } from './databases.ts';

const isMaking = (text: string) => text.includes('ATTACH PARTITION');
const monthOf = (index: number) => `${2001 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;

/** Events of so many months, one of each. */
function batchOf(months: readonly string[], name = ''): RecordBatch {
  const events = months.map((month) => {
    const occurredAt = parseRfc3339(`${month}-02`) as Instant;
    return someEvent({ source: GATEWAY, id: eventId(GATEWAY, `${month} ${name}`), occurredAt });
  });
  return { events, idempotencyKey: null, now: OPENED };
}

function storeOver(database: Database): EventStore {
  const parts = { migrations: readMigrations(), rules: BUILT_IN, archived: ARCHIVED, now: () => OPENED };
  return prismaStore({ database, ...parts });
}

describe.each(databases)('new months on $name', (kind) => {
  let opened: TestStore & { close(): Promise<void> };
  beforeEach(async () => {
    opened = await openTestStore(kind);
  });
  afterEach(() => opened.close());

  test('others write while their parts are made', async () => {
    let go = () => {};
    let begun = () => {};
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const mayGo = new Promise<void>((resolve) => {
      go = resolve;
    });
    const rows: Database['rows'] = async (sql, signal) => {
      if (isMaking(sql.text)) {
        begun();
        await mayGo;
      }
      return opened.database.rows(sql, signal);
    };
    const { store } = opened;
    await store.record(batchOf(['2024-03']));
    const months = Array.from({ length: 3 }, (_, index) => monthOf(index));
    const recording = storeOver({ ...opened.database, rows }).record(batchOf(months));
    await hasBegun;
    expect(await store.record(batchOf(['2024-03'], 'meanwhile'))).toMatchObject({ recorded: 1 });
    expect(await store.stored()).toBe(2);
    go();
    expect(await recording).toMatchObject({ recorded: 3 });
    expect(await store.stored()).toBe(5);
  });

  test('many are made one by one, each apart from all that writes', async () => {
    const { store, database } = opened;
    const months = Array.from({ length: 40 }, (_, index) => monthOf(index));
    await store.record(batchOf(['2024-03']));
    const recording = store.record(batchOf(months));
    let isDone = false;
    const done = recording.finally(() => {
      isDone = true;
    });
    let written = 0;
    while (!isDone) {
      written += 1;
      // As requests come: the embedded database alone would leave no time for anything else.
      await new Promise(setImmediate);
      await store.record(batchOf(['2024-03'], `${written}`));
    }
    await done;
    expect(await recording).toMatchObject({ recorded: 40 });
    // Each of them would wait for all parts, if those were made by the writer.
    expect(written).toBeGreaterThan(5);
    expect(await presentParts(database.own)).toHaveLength(41);
  });

  test('a month that retention drops before it is written to is made again', async () => {
    let dropped = 0;
    const rows: Database['rows'] = async (sql, signal) => {
      const made = await opened.database.rows(sql, signal);
      if (isMaking(sql.text) && dropped < 2) {
        dropped += 1;
        await opened.database.own.execute(raw('DROP TABLE audit_event_2001_01'));
      }
      return made as never;
    };
    const store = storeOver({ ...opened.database, rows });
    expect(await store.record(batchOf([monthOf(0)]))).toMatchObject({ recorded: 1 });
    expect(dropped).toBe(2);
  });
});

describe.each(servers)('new months of two gateways on $name', (kind) => {
  test('are made once, whoever comes first', async () => {
    const { store, options, close } = await openTestStore(kind);
    const database = await openDatabase(options);
    try {
      const other = storeOver(database);
      const months = Array.from({ length: 12 }, (_, index) => monthOf(index));
      await Promise.all([
        store.record(batchOf(months, 'a')),
        other.record(batchOf(months, 'b')),
        store.record(batchOf(months.toReversed(), 'c')),
      ]);
      expect(await store.stored()).toBe(36);
      expect(await presentParts(database.own)).toHaveLength(12);
    } finally {
      await database.close();
      await close();
    }
  });
});
