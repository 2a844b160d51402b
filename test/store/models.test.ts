import { beforeEach, describe, expect, test } from 'vitest';
import { LOCK_NOT_AVAILABLE, sqlStateOf } from '../../src/store/engine/sql-state.ts';
import { sql } from '../../src/store/sql/sql.ts';
import { databases, useStore } from './databases.ts';

const KEY = { key: 'k', digest: 'd', recorded: 1, folded: 0, skipped: 0, createdAt: 7 };

describe.each(databases)('models on $name', (kind) => {
  const open = useStore(kind);
  beforeEach(() => open().empty());
  const keys = () => open().database.own.models(({ idempotency }) => idempotency.count());

  test('go the way of whoever asks: what a transaction writes by them goes with it', async () => {
    const { database } = open();
    const undone = database.copying(async ({ models, rows }) => {
      await models(({ idempotency }) => idempotency.createMany({ data: [KEY] }));
      expect(await rows(sql`SELECT key FROM idempotency`)).toEqual([{ key: 'k' }]);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await keys()).toBe(0);
    await database.copying(({ models }) => models(({ idempotency }) => idempotency.createMany({ data: [KEY] })));
    expect(await keys()).toBe(1);
  });

  test('of askers at the same time do not mix up their ways', async () => {
    const { database } = open();
    const written = database.copying(async ({ models }) => {
      for (const key of ['a', 'b', 'c']) {
        await models(({ idempotency }) => idempotency.createMany({ data: [{ ...KEY, key }] }));
      }
      return models(({ idempotency }) => idempotency.count());
    });
    const asked = Array.from({ length: 10 }, () =>
      database.asking().models(({ auditConfig }) => auditConfig.findFirst({ where: { id: 1 } })),
    );
    expect(await written).toBe(3);
    expect((await Promise.all(asked)).map((row) => row?.revision)).toEqual(asked.map(() => 1));
  });

  test("fail with the driver's own error, which says its SQLSTATE", async () => {
    const { database } = open();
    const twice = { data: [KEY, KEY] };
    const failure = await database
      .asking()
      .models(({ idempotency }) => idempotency.createMany(twice))
      .catch((error: unknown) => error);
    expect(sqlStateOf(failure)).toBe('23505');
  });
});

test.each([
  [{ code: LOCK_NOT_AVAILABLE }, LOCK_NOT_AVAILABLE],
  [{ code: 'XX000' }, 'XX000'],
  [{ code: 'EPIPE' }, null],
  [{ code: 'ECONNREFUSED' }, null],
  [{ code: 42 }, null],
  [{}, null],
])('an error with %j has the SQLSTATE %s', (members, state) => {
  expect(sqlStateOf(Object.assign(new Error('failed'), members))).toBe(state);
});
