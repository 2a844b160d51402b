import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ownEvent } from '../../src/domain/recorded-event.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { inspectDatabase } from '../../src/store/inspect.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { OPENED, servers } from './databases.ts';

const now = () => OPENED;

describe.each(servers)('a role with few rights on $name', (kind) => {
  const role = `audit_gateway_few_${randomUUID().replaceAll('-', '')}`;
  let owner: pg.Client;
  let drop: () => Promise<void>;
  let asOwner = '';
  let asFew = '';
  let name = '';

  beforeAll(async () => {
    const created = await kind.create('empty');
    drop = created.drop;
    asOwner = String(created.options.url);
    asFew = Object.assign(new URL(asOwner), { username: role, password: 'hush' }).href;
    name = new URL(asOwner).pathname.slice(1);
    owner = new pg.Client({ connectionString: asOwner });
    await owner.connect();
    await owner.query(`CREATE ROLE ${role} LOGIN PASSWORD 'hush'`);
    await owner.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC; REVOKE ALL ON SCHEMA public FROM PUBLIC`);
  });
  afterAll(async () => {
    await owner.query(`DROP OWNED BY ${role}, ${role}_all; DROP ROLE ${role}, ${role}_all`);
    await owner.end();
    await drop();
  });
  beforeEach(() => owner.query(`GRANT CONNECT ON DATABASE ${name} TO ${role}`));

  const open = () => openStore({ url: asFew, rules: BUILT_IN, now });
  const whole = (rights: string) =>
    expect.stringMatching(
      new RegExp(`^PostgreSQL at .*/${name}: expected role "${role}" to have ${rights}, but it has not$`),
    );
  async function refused(rights: string): Promise<void> {
    await expect(open()).rejects.toMatchObject({ code: 'DATABASE_UNFIT', message: whole(rights) });
    expect(await inspectDatabase({ url: asFew }, OPENED, new AbortController().signal)).toMatchObject({
      reachable: true,
      problem: { code: 'DATABASE_UNFIT', message: whole(rights) },
    });
  }

  test('is told all rights that it lacks, at start and by a check, and nothing was begun', async () => {
    await owner.query(`REVOKE CONNECT ON DATABASE ${name} FROM ${role}`);
    await refused('CONNECT on the database');
    await owner.query(`GRANT CONNECT ON DATABASE ${name} TO ${role}`);
    await refused(`TEMPORARY on database "${name}", CREATE on schema "public" and USAGE on schema "public"`);
    await owner.query(`GRANT TEMPORARY ON DATABASE ${name} TO ${role}; GRANT USAGE ON SCHEMA public TO ${role}`);
    await refused('CREATE on schema "public"');
    expect((await owner.query(`SELECT to_regclass('_prisma_migrations') AS history`)).rows).toEqual([
      { history: null },
    ]);
  });

  test('is told that a schema is not there', async () => {
    const open = openStore({ url: `${asFew}?schema=elsewhere`, rules: BUILT_IN, now });
    await expect(open).rejects.toThrow('expected the schema "elsewhere" to be there, but found none');
  });

  describe('where another role made the tables', () => {
    beforeAll(async () => {
      const store = await openStore({ url: asOwner, rules: BUILT_IN, now });
      await store.record({
        events: [ownEvent({ action: 'start', recordType: 'gateway.system' }, OPENED, BUILT_IN)],
        idempotencyKey: null,
        now: OPENED,
      });
      await store.close();
      await owner.query(`GRANT ALL ON DATABASE ${name} TO ${role}; GRANT ALL ON SCHEMA public TO ${role}`);
    });
    beforeEach(async () => {
      await owner.query(`GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`);
      await owner.query(`GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${role}`);
    });

    const owning = 'the ownership of table "audit_event"';
    const parts = 'the ownership of the parts of table "audit_event", such as "audit_event_\\w+"';

    test('may read and write, but make no months: what it needs is said', async () => {
      await refused(`${owning} and ${parts}`);
      await owner.query(`REVOKE UPDATE, DELETE ON lease FROM ${role}`);
      await owner.query(`REVOKE USAGE ON SEQUENCE audit_event_arrival_seq FROM ${role}`);
      await owner.query(`REVOKE SELECT ON _prisma_migrations FROM ${role}`);
      const tables = 'SELECT on table "_prisma_migrations", UPDATE, DELETE on table "lease"';
      await refused(`${tables}, USAGE on sequence "audit_event_arrival_seq", ${owning} and ${parts}`);
    });

    test('needs the ownership of every table where migrations are to be applied', async () => {
      await owner.query(`CREATE ROLE ${role}_all; GRANT ${role}_all TO ${role}`);
      const migrations = await owner.query('SELECT migration_name AS name FROM _prisma_migrations ORDER BY started_at');
      const last = migrations.rows.at(-1).name;
      await give(`${role}_all`, 'audit_event%');
      await owner.query(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '${last}'`);
      await refused(
        ['archive', 'audit_config', 'idempotency', 'lease', 'secret_key', 'stored_source']
          .map((table) => `the ownership of table "${table}"`)
          .join(', ')
          .replace(/, (?=[^,]*$)/, ' and '),
      );
      await owner.query(`UPDATE _prisma_migrations SET rolled_back_at = NULL`);
    });

    describe('and it owns them through another role', () => {
      let store: EventStore;
      beforeAll(async () => {
        await give(role, '%');
        store = await open();
      });
      afterAll(() => store.close());

      test('it starts, and a right that is taken from it is told by whatever way', async () => {
        await store.ready();
        await owner.query(`REVOKE SELECT, UPDATE ON audit_config, audit_event, lease FROM ${role}`);
        const denied = (table: string) =>
          new RegExp(`${name}: role "${role}" lacks a right: permission denied for table ${table}`);
        await expect(store.config()).rejects.toThrow(denied('audit_config'));
        const batch = {
          events: [ownEvent({ action: 'start', recordType: 'gateway.system' }, OPENED, BUILT_IN)],
          idempotencyKey: null,
          now: OPENED,
        };
        await expect(store.record(batch)).rejects.toThrow(denied('audit_config'));
        await expect(store.leases.acquire('sync salt', 1_000)).rejects.toThrow(denied('lease'));
        await expect(store.ready()).rejects.toMatchObject({
          message: whole('SELECT, UPDATE on table "audit_config", .*'),
        });
      });
    });
  });

  /** The tables of these names are given to a role. */
  async function give(to: string, like: string): Promise<void> {
    await owner.query(`DO $$ DECLARE held text; BEGIN
      FOR held IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relkind IN ('r', 'p') AND relname LIKE '${like}'
      LOOP EXECUTE format('ALTER TABLE %I OWNER TO ${to}', held); END LOOP; END $$`);
  }
});
