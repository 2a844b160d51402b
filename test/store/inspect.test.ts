import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { plus, SECOND } from '../../src/domain/instant.ts';
import { ownEvent } from '../../src/domain/recorded-event.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { lockFolder } from '../../src/store/engine/folder-lock.ts';
import { openDatabase } from '../../src/store/engine/open-database.ts';
import { inspectDatabase } from '../../src/store/inspect.ts';
import { openStore } from '../../src/store/open-store.ts';
import { raw } from '../../src/store/sql/sql.ts';
import { OPENED, servers } from './databases.ts';
import { storeTemplate } from './template.ts';

const inspect = (url: string) => inspectDatabase({ url }, OPENED, new AbortController().signal);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-gateway-inspect-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a look at the database', () => {
  test('in memory finds one that is made at each start', async () => {
    expect(await inspect('memory:')).toMatchObject({ reachable: null, schema: 'ABSENT', problem: null });
  });

  test('in a folder that is not there yet makes none', async () => {
    const data = join(folder, 'a', 'b');
    expect(await inspect(`file:${data}`)).toMatchObject({ reachable: null, schema: 'ABSENT', problem: null });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('in a place that can be no folder says what is in the way', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await inspect(`file:${join(folder, 'file', 'data')}`)).toMatchObject({
      reachable: false,
      schema: null,
      problem: { code: 'DATABASE_UNREACHABLE', message: expect.stringMatching(/file got ENOTDIR$/) },
    });
  });

  test('finds the newest event, and leaves everything as it is', async () => {
    const url = `file:${folder}`;
    const options = { url, template: await storeTemplate(), rules: BUILT_IN, now: () => OPENED };
    const store = await openStore(options);
    const times = [3, 9, 5].map((seconds) => plus(OPENED, seconds * SECOND));
    const events = times.map((at) => ownEvent({ action: 'start', recordType: 'gateway.system' }, at, BUILT_IN));
    await store.record({ events, idempotencyKey: null, now: OPENED });
    await store.close();
    const found = { reachable: true, schema: 'CURRENT', newestEventAt: times[1], problem: null };
    expect(await inspect(url)).toEqual({ name: `embedded database in ${folder}`, ...found });
    expect(readdirSync(folder)).toEqual(['pgdata']);
    const again = await openStore(options);
    expect(await again.stored()).toBe(events.length);
    await again.close();
  });

  test('that lacks its migrations leaves it without', async () => {
    const url = `file:${folder}`;
    await (await openDatabase({ url })).close();
    for (const _ of [1, 2]) {
      expect(await inspect(url)).toMatchObject({
        reachable: true,
        schema: 'BEHIND',
        newestEventAt: null,
        problem: null,
      });
    }
  });

  test('with a migration of a later version is refused as the gateway would refuse it', async () => {
    const url = `file:${folder}`;
    const database = await openDatabase({ url, template: await storeTemplate() });
    await database.own.execute(
      raw(
        `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at") VALUES ('1', '2', '99990101000000_later', now())`,
      ),
    );
    await database.close();
    expect(await inspect(url)).toMatchObject({
      reachable: true,
      schema: null,
      problem: { code: 'MIGRATION_FAILED', message: expect.stringContaining('99990101000000_later') },
    });
  });

  test('that another process holds names the holder', async () => {
    await (await openDatabase({ url: `file:${folder}` })).close();
    const lock = lockFolder(folder);
    expect(await inspect(`file:${folder}`)).toMatchObject({
      reachable: false,
      schema: null,
      problem: { code: 'DATABASE_LOCKED', message: expect.stringContaining(`process ${process.pid}`) },
    });
    lock.release();
  });

  test('at a server that is not there does not reach it', async () => {
    expect(await inspect('postgresql://user:hush@127.0.0.1:9/audit')).toEqual({
      name: 'PostgreSQL at 127.0.0.1:9/audit',
      reachable: false,
      schema: null,
      newestEventAt: null,
      problem: { code: 'DATABASE_UNREACHABLE', message: expect.not.stringContaining('hush') },
    });
  });

  test('by an address that names none throws what the gateway would end with', async () => {
    await expect(inspect('mysql://db')).rejects.toMatchObject({ code: 'DATABASE_URL' });
  });
});

describe.each(servers)('a look at $name', ({ create }) => {
  test('finds a new database without its migrations, and one with them', async () => {
    const { options, drop } = await create('empty');
    const url = options.url ?? '';
    expect(await inspect(url)).toMatchObject({ reachable: true, schema: 'BEHIND', problem: null });
    expect(await inspect(url)).toMatchObject({ schema: 'BEHIND' });
    await (await openStore({ url, rules: BUILT_IN, now: () => OPENED })).close();
    expect(await inspect(url)).toMatchObject({
      reachable: true,
      schema: 'CURRENT',
      newestEventAt: null,
      problem: null,
    });
    await drop();
  });
});
