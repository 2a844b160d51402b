import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/store/engine/open-database.ts';
import { cursorKey } from '../../src/store/rows/cursor-key.ts';
import { databases, openTestStore, servers, type TestStore } from './databases.ts';

describe.each(databases)('the key of cursors on $name', (kind) => {
  let opened: TestStore & { close(): Promise<void> };
  beforeEach(async () => {
    opened = await openTestStore(kind);
  });
  afterEach(() => opened.close());

  test('is made once, however many ask for it first', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => cursorKey(opened.database.own)));
    expect(keys[0]).toHaveLength(32);
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect(await opened.store.cursorKey()).toEqual(keys[0]);
  });
});

test.each(servers)(
  'all gateways on one database have the same key of cursors, those on another one another: $name',
  async (kind) => {
    const [one, other] = await Promise.all([openTestStore(kind), openTestStore(kind)]);
    const second = await openDatabase(one.options);
    const [key, same, another] = await Promise.all([
      one.store.cursorKey(),
      cursorKey(second.own),
      other.store.cursorKey(),
    ]);
    expect(same).toEqual(key);
    expect(another).not.toEqual(key);
    await Promise.all([second.close(), one.close(), other.close()]);
  },
);
