import { afterEach, describe, expect, test, vi } from 'vitest';
import { type SaltSimulator, startSalt } from '../../simulators/salt/index.ts';
import { openStream } from '../server/event-stream.ts';
import { servers, type TestDatabase } from '../store/databases.ts';
import { type Door, openDoor } from './door.ts';
import { type Asked, child, type Inside, inside, type Member, member } from './gateways.ts';

const PATIENT = { timeout: 30_000, interval: 50 };
/** A lease that nobody loses for being slow. */
const LONG = 20;
const RECORD = `mutation ($input: RecordAuditEventsInput!) {
  recordAuditEvents(input: $input) { recorded folded skipped }
}`;
const KEEP = `mutation ($records: Int!) {
  auditConfig(input: { retention: { records: $records } }) { pruned auditConfig { retention { records } } }
}`;
const ADDED = 'subscription { auditEventAdded(filter: { sources: ["gateway"] }) { node { action } } }';
const NOW = 'mutation ($key: String!) { syncSource(key: $key) { added } }';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function newDatabase(kind: TestDatabase): Promise<{ readonly database: string; readonly inner: Inside }> {
  const { options, drop } = await kind.create('empty');
  open.push(drop);
  return { database: String(options.url), inner: await kept(inside(String(options.url)), (each) => each.close()) };
}

async function kept<Thing>(opening: Promise<Thing>, close: (thing: Thing) => Promise<unknown>): Promise<Thing> {
  const thing = await opening;
  open.push(() => close(thing));
  return thing;
}

const start = (asked: Asked): Promise<Member> => kept(member(asked), (each) => each.stop());
const salt = (events: number, more = {}): Promise<SaltSimulator> =>
  kept(startSalt({ events, seed: 5, ...more }), (each) => each.close());
const doorTo = (url: string): Promise<Door> => kept(openDoor(new URL(url)), (each) => each.close());
const through = ({ port }: Door) => `http://127.0.0.1:${port}`;
const idsOf = ({ records }: SaltSimulator) => records.map(({ id }) => id).toSorted((a, b) => a - b);

/** All rows of the simulator are stored, each once. */
function whole(inner: Inside, simulator: SaltSimulator, source = 'salt'): Promise<void> {
  return vi.waitFor(async () => expect(await inner.stored(source)).toEqual(idsOf(simulator)), PATIENT);
}

describe.each(servers)('several gateways on one database ($name)', (kind) => {
  test.each([2, 3])('%i of them copy each source through one of them, all of it and once', async (count) => {
    const { database, inner } = await newDatabase(kind);
    const [one, other] = [await salt(400), await salt(300)];
    const doors: { readonly one: Door; readonly other: Door }[] = [];
    for (let index = 0; index < count; index++) {
      const own = { one: await doorTo(one.url), other: await doorTo(other.url) };
      doors.push(own);
      await start({
        database,
        salts: { one: through(own.one), other: through(own.other) },
        leaseSeconds: LONG,
      });
    }
    for (const add of [0, 3, 2]) {
      for (let row = 0; row < add; row++) for (const simulator of [one, other]) simulator.add();
      await Promise.all([whole(inner, one, 'one'), whole(inner, other, 'other')]);
    }
    for (const key of ['one', 'other'] as const) {
      expect(await inner.holder(key)).toMatchObject({ token: 1 });
      expect(doors.filter((door) => door[key].heard > 0)).toHaveLength(1);
    }
  });

  test('the work of one that is killed goes on at another within the lease', async () => {
    const { database, inner } = await newDatabase(kind);
    const simulator = await salt(200);
    const victim = await kept(child({ database, salts: { salt: simulator.url } }), (each) => each.stop());
    await whole(inner, simulator);
    const before = await inner.holder('salt');
    const door = await doorTo(simulator.url);
    await start({ database, salts: { salt: through(door) } });
    simulator.add();
    await whole(inner, simulator);
    expect([door.heard, await inner.holder('salt')]).toEqual([0, before]);
    victim.signal('SIGKILL');
    simulator.add();
    await vi.waitFor(async () => expect(await inner.stored('salt')).toEqual(idsOf(simulator)), {
      timeout: 8_000,
      interval: 50,
    });
    expect(door.heard).toBeGreaterThan(0);
    expect(await inner.holder('salt')).toMatchObject({ token: (before?.token ?? 0) + 1 });
  });

  test('what is asked of one that does not copy the source is done by the one that does', async () => {
    const { database, inner } = await newDatabase(kind);
    const simulator = await salt(50);
    const rare = { database, leaseSeconds: LONG, pollSeconds: 3_600 };
    await start({ ...rare, salts: { salt: simulator.url } });
    await whole(inner, simulator);
    const door = await doorTo(simulator.url);
    const other = await start({ ...rare, salts: { salt: through(door) } });
    simulator.add();
    expect(await other.ask(NOW, { key: 'salt' })).toEqual({ data: { syncSource: { added: 1 } } });
    await whole(inner, simulator);
    expect(door.heard).toBe(0);
  });

  test('one that is paused past its lease loses and doubles nothing, and stands by when it wakes up', async () => {
    const { database, inner } = await newDatabase(kind);
    const simulator = await salt(3_000, { latencyMs: 30 });
    const asked = { database, salts: { salt: simulator.url } };
    const sleeper = await kept(child(asked), (each) => each.stop());
    await vi.waitFor(async () => expect((await inner.stored('salt')).length).toBeGreaterThan(0), PATIENT);
    const before = await inner.holder('salt');
    sleeper.signal('SIGSTOP');
    const other = await member(asked);
    let stopped = false;
    open.push(async () => stopped || other.stop());
    await whole(inner, simulator);
    const after = await inner.holder('salt');
    expect(after?.holder).not.toBe(before?.holder);
    sleeper.signal('SIGCONT');
    for (let row = 0; row < 5; row++) {
      simulator.add();
      await whole(inner, simulator);
      expect(await sleeper.status('/health/live')).toBe(200);
    }
    stopped = true;
    await other.stop();
    simulator.add();
    await whole(inner, simulator);
    await vi.waitFor(async () => expect((await inner.holder('salt'))?.holder).toBe(before?.holder), PATIENT);
  });

  test('who follows at one of them gets what is recorded at any, in the order of its arrival', async () => {
    const { database, inner } = await newDatabase(kind);
    const [one, other] = [await start({ database, salts: {} }), await start({ database, salts: {} })];
    const stream = await openStream(one.url, { query: ADDED });
    await other.ask('{ __typename }');
    const names = Array.from({ length: 20 }, (_, index) => `act${index}`);
    const answers = await Promise.all(
      names.map((action, index) =>
        (index % 2 === 0 ? one : other).ask(RECORD, { input: { events: [{ recordType: 'app', action }] } }),
      ),
    );
    expect(answers.flatMap(({ errors = [] }) => errors)).toEqual([]);
    const sql = "SELECT action FROM audit_event WHERE record_type = 'app' ORDER BY arrival";
    const arrived = (await inner.rows<{ action: string }>(sql)).map(({ action }) => action);
    const seen: string[] = [];
    while (seen.length < names.length) {
      const { data } = await stream.answer<{ data: { auditEventAdded: { node: { action: string } } } }>();
      seen.push(data.auditEventAdded.node.action);
    }
    stream.leave();
    expect(seen).toEqual(arrived);
    expect(seen.toSorted()).toEqual(names.toSorted());
  });

  test('one idempotency key given to both at once is stored once, and both answer alike', async () => {
    const { database, inner } = await newDatabase(kind);
    const [one, other] = [await start({ database, salts: {} }), await start({ database, salts: {} })];
    for (let round = 0; round < 5; round++) {
      const input = { idempotencyKey: `key ${round}`, events: [{ recordType: 'app', action: `round${round}` }] };
      const answers = await Promise.all([one, other, one, other].map((each) => each.ask(RECORD, { input })));
      expect(new Set(answers.map((each) => JSON.stringify(each)))).toEqual(
        new Set(['{"data":{"recordAuditEvents":{"recorded":1,"folded":0,"skipped":0}}}']),
      );
    }
    const sql = "SELECT action, count FROM audit_event WHERE record_type = 'app' ORDER BY action";
    expect(await inner.rows(sql)).toEqual([0, 1, 2, 3, 4].map((round) => ({ action: `round${round}`, count: 1 })));
  });

  test('a pruning that is asked of both at once removes what is to go, once', async () => {
    const { database, inner } = await newDatabase(kind);
    const [one, other] = [await start({ database, salts: {} }), await start({ database, salts: {} })];
    for (let part = 0; part < 5; part++) {
      const events = Array.from({ length: 500 }, (_, index) => ({ recordType: 'app', action: `${part}/${index}` }));
      expect((await one.ask(RECORD, { input: { events } })).errors).toBeUndefined();
    }
    const stored = async () =>
      (await inner.rows<{ n: number }>('SELECT count(*)::int AS n FROM audit_event'))[0]?.n ?? 0;
    const before = await stored();
    const answers = await Promise.all([one.ask(KEEP, { records: 40 }), other.ask(KEEP, { records: 30 })]);
    const removed = answers.map(({ data }) => (data as { auditConfig: { pruned: number } }).auditConfig.pruned);
    const changes = 2;
    expect((removed[0] ?? 0) + (removed[1] ?? 0)).toBe(before + changes - (await stored()));
    expect([30, 31, 40]).toContain(await stored());
  });
});
