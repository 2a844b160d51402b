import { setMaxListeners } from 'node:events';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AskerLane, onBehalfOf } from '../../src/lanes/asker.ts';
import { Busy } from '../../src/lanes/turnstile.ts';
import type { Database } from '../../src/store/engine/database.ts';
import { openDatabase } from '../../src/store/engine/open-database.ts';
import { asking } from '../../src/store/engine/store-failure.ts';
import { sql } from '../../src/store/sql/sql.ts';
import { type Door, openDoor } from '../end-to-end/door.ts';
import { databases, servers } from './databases.ts';

const PATIENT = { timeout: 10_000, interval: 20 };
const SLEEP = sql`SELECT pg_sleep(60)::text`;
const ONE = sql`SELECT 1 AS one`;

/** Somebody who asks, for so many milliseconds or for ever. */
function asker(ms: number | null = null, lane: AskerLane = 'answers') {
  const client = new AbortController();
  setMaxListeners(0, client.signal);
  const until = ms === null ? null : performance.now() + ms;
  return {
    signal: onBehalfOf(client.signal, { who: client, lane, until }),
    leave: () => client.abort(new Error('gone')),
  };
}

describe.each(servers)('whoever leaves ($name)', (kind) => {
  let database: Database;
  let own: Database;
  let door: Door;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const created = await kind.create('empty');
    drop = created.drop;
    const url = new URL(String(created.options.url));
    door = await openDoor({ hostname: url.hostname, port: url.port || '5432' });
    own = await openDatabase({ url: url.href });
    database = await openDatabase({ url: Object.assign(url, { host: `127.0.0.1:${door.port}` }).href });
    await own.rows(sql`CREATE TABLE note (word text)`);
    await own.rows(sql`CREATE TABLE audit_config (id integer)`);
  });
  afterAll(async () => {
    await database.close();
    await own.close();
    await door.close();
    await drop();
  });

  const running = (words: string) =>
    own.rows<{ pid: number }>(sql`SELECT pid FROM pg_stat_activity WHERE datname = current_database()
      AND state = 'active' AND pid <> pg_backend_pid() AND query LIKE ${`%${words}%`}`);
  const begun = (sql: string) => vi.waitFor(async () => expect(await running(sql)).toHaveLength(1), PATIENT);
  const ended = (sql: string) => vi.waitFor(async () => expect(await running(sql)).toEqual([]), PATIENT);

  test('stops his statement, and its connection is lent again', async () => {
    const { signal, leave } = asker();
    const pid = sql`SELECT pg_backend_pid() AS pid`;
    const before = await database.rows(pid);
    const asked = database.rows(SLEEP, signal);
    await begun('pg_sleep');
    leave();
    await expect(asked).rejects.toThrow('gone');
    await ended('pg_sleep');
    await vi.waitFor(() => expect(database.lanes.answers.running).toBe(0), PATIENT);
    expect(await database.rows(pid)).toEqual(before);
  });

  test('stops his write, of which nothing is left', async () => {
    const { signal, leave } = asker();
    const written = database.copying(async (tx) => {
      await tx.execute(sql`INSERT INTO note VALUES ('half')`);
      await tx.rows(SLEEP);
    }, signal);
    await begun('pg_sleep');
    leave();
    await expect(written).rejects.toThrow('gone');
    await ended('pg_sleep');
    await database.copying((tx) => tx.execute(sql`INSERT INTO note VALUES ('whole')`));
    expect(await own.rows(sql`SELECT word FROM note`)).toEqual([{ word: 'whole' }]);
  });

  test('stops his export, however far the next row is', async () => {
    const { signal, leave } = asker(null, 'exports');
    const chunks = database.copyOut?.('COPY (SELECT pg_sleep(60)::text) TO STDOUT', signal);
    const read = (async () => {
      for await (const _chunk of chunks ?? []) break;
    })();
    await begun('COPY');
    leave();
    await expect(read).rejects.toThrow();
    await ended('COPY');
  });

  test('is told in his time, and the server ends the statement by itself then', async () => {
    const { signal } = asker(300);
    const bound = await database.rows<{ ms: number }>(
      sql`SELECT extract(epoch FROM current_setting('statement_timeout')::interval)::float8 * 1000 AS ms`,
      signal,
    );
    expect(bound[0]?.ms).toBeGreaterThan(0);
    expect(bound[0]?.ms).toBeLessThanOrEqual(300);
    await expect(asking(database.rows(SLEEP, signal))).rejects.toMatchObject({ problem: { code: 'TIMEOUT' } });
    await ended('pg_sleep');
    // The bound was that statement's alone.
    const [after] = await database.own.rows<{ bound: string }>(sql`SHOW statement_timeout`);
    expect(after).toEqual({ statement_timeout: '0' });
  });

  test('waits no longer than his time for a database that has fallen silent', async () => {
    await database.rows(ONE);
    door.hang();
    const tries = [0, 1, 2].map(() => {
      const { signal } = asker(400);
      return [asking(database.rows(ONE, signal)), asking(database.copying(async () => 1, signal))];
    });
    const begun = performance.now();
    for (const told of await Promise.allSettled(tries.flat())) {
      const reason = told.status === 'rejected' ? told.reason : null;
      expect(reason instanceof Busy ? 'BUSY' : reason?.problem?.code).toMatch(/BUSY|TIMEOUT/);
    }
    expect(performance.now() - begun).toBeLessThan(3_000);
    door.open();
    await vi.waitFor(async () => expect(await database.rows(ONE, asker(1_000).signal)).toEqual([{ one: 1 }]), PATIENT);
    await vi.waitFor(() => expect(database.lanes.writes.running).toBe(0), PATIENT);
    expect(await database.copying(async () => 'written')).toBe('written');
  });

  test('a write that fell silent at its end says that nobody knows', async () => {
    const { signal } = asker(1_000);
    const written = asking(
      database.copying(async (tx) => {
        await tx.execute(sql`INSERT INTO note VALUES ('perhaps')`);
        door.hang();
      }, signal),
    );
    await expect(written).rejects.toMatchObject({
      problem: { code: 'TIMEOUT', message: expect.stringContaining('whether it was written is not known') },
    });
    door.open();
  });
});

describe.each(databases)('lanes of the database ($name)', (kind) => {
  let database: Database;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const created = await kind.create('empty');
    drop = created.drop;
    database = await openDatabase(created.options);
  });
  afterAll(async () => {
    await database.close();
    await drop();
  });

  test('one who asks for much at once keeps nobody else waiting', async () => {
    const [greedy, modest] = [asker(), asker()];
    let done = 0;
    const slow = sql`SELECT count(*)::int AS n FROM generate_series(1, 300000)`;
    const much = Array.from({ length: 40 }, async () => {
      await database.rows(slow, greedy.signal);
      done += 1;
    });
    expect(await database.rows(ONE, modest.signal)).toEqual([{ one: 1 }]);
    expect(done).toBeLessThan(20);
    await Promise.all(much);
  });

  test('who leaves while he waits asks nothing', async () => {
    const [greedy, other] = [asker(), asker()];
    const much = Array.from({ length: 40 }, () => database.rows(ONE, greedy.signal));
    const waiting = Array.from({ length: 40 }, () => database.rows(ONE, other.signal));
    other.leave();
    for (const told of (await Promise.allSettled(waiting)).slice(10)) expect(told.status).toBe('rejected');
    await Promise.all(much);
    await vi.waitFor(() => expect(database.lanes.answers).toMatchObject({ running: 0, waiting: 0 }), PATIENT);
  });
});
