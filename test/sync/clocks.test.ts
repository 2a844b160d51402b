import { beforeEach, describe, expect, test, vi } from 'vitest';
import { EARLIEST, plus, SECOND } from '../../src/domain/instant.ts';
import { archiveMissing } from '../../src/federation/page/archive-coverage.ts';
import { sql } from '../../src/store/sql/sql.ts';
import { databases, OPENED, useStore } from '../store/databases.ts';
import { storedEvents } from '../store/stored-events.ts';
import { ClockWorld, inSeconds, RIGHT } from './clock-world.ts';

const DAY_S = 24 * 3_600;
const AHEAD = { own: DAY_S, database: null, source: 0 };
const WAIT = { timeout: 10_000, interval: 10 };
const RULES = { pollUs: 60 * SECOND, beginsAt: () => EARLIEST };

describe.each(databases)('clocks that jump, on $name', (kind) => {
  const open = useStore(kind);
  beforeEach(() => open().empty());

  const worldOf = async (tellsTime: boolean) => {
    const world = new ClockWorld(open().store, tellsTime);
    await world.open();
    world.write();
    await world.run();
    return world;
  };
  const later = (world: ClockWorld, seconds: number) => {
    world.truth += seconds;
    return world.write();
  };
  const through = async (world: ClockWorld) => inSeconds((await world.state()).covered.at(-1)?.until);
  const told = async () => (await storedEvents(open().store)).filter(({ recordType }) => recordType === 'gateway.sync');

  test('ours alone, a day ahead for a moment: nothing past what the source says is claimed, and nothing is lost', async () => {
    const world = await worldOf(true);
    world.wrong = AHEAD;
    later(world, 60);
    await world.run();
    expect(await through(world)).toBe(60);
    world.wrong = RIGHT;
    later(world, 5);
    later(world, 60);
    await world.run();
    expect(await world.lost()).toEqual([]);
    expect(await world.state()).toMatchObject({ storedEvents: 4, lastProblem: null });
    expect(await told()).toEqual([]);
  });

  test("the database's own clock bounds what is claimed of a source that tells no time", async () => {
    const world = await worldOf(false);
    world.wrong = { ...AHEAD, database: 0 };
    later(world, 60);
    await world.run();
    expect(await through(world)).toBe(60);
  });

  test.each([
    { how: 'by the same process', restarts: false },
    { how: 'by another process, long after', restarts: true },
  ])(
    'a claim that all clocks agreed on is cut back when it is found out, $how, read again, and told',
    async ({ restarts }) => {
      const world = await worldOf(false);
      world.wrong = AHEAD;
      later(world, 60);
      await world.run();
      expect(await through(world)).toBe(60 + DAY_S);
      world.wrong = RIGHT;
      later(world, 5);
      later(world, 7_200);
      if (restarts) await world.restart();
      expect(await world.lost()).toHaveLength(2);
      const before = await world.state();
      await world.run();
      expect(await world.lost()).toEqual([]);
      expect(await through(world)).toBe(world.truth);
      expect(await world.state()).toMatchObject({ storedEvents: 4, lastProblem: null });
      expect(await told()).toMatchObject([
        {
          action: 'cut back',
          outcome: 'FAILURE',
          target: { type: 'source', uid: 'salt-prod' },
          raw: {
            details: {
              code: 'INVALID_RESPONSE',
              claimedUntil: expect.stringContaining('2024-03-02T00:01:00'),
              keptUntil: expect.stringContaining('2024-0'),
            },
          },
        },
      ]);
      const now = plus(OPENED, world.truth * SECOND);
      expect(archiveMissing(before, RULES, now)).toMatchObject([{ from: now }]);
      expect(archiveMissing(await world.state(), RULES, now)).toEqual([]);
    },
  );

  test('while what was cut back is not read again, it is missing, and the reason is told', async () => {
    const world = await worldOf(false);
    world.wrong = AHEAD;
    later(world, 60);
    await world.run();
    world.wrong = RIGHT;
    later(world, 60);
    const down = { ...world.lane(), open: () => refusing() };
    expect((await world.run(down)).failure).toMatchObject({ code: 'INVALID_RESPONSE' });
    const state = await world.state();
    const missing = archiveMissing(state, RULES, plus(OPENED, world.truth * SECOND));
    expect(missing.map(({ from }) => inSeconds(from))).toEqual([0]);
    await world.run();
    expect(await world.lost()).toEqual([]);
  });

  test('what an older version claimed too much is healed from its newest event on', async () => {
    const world = await worldOf(true);
    const { database } = open();
    const future = plus(OPENED, DAY_S * SECOND);
    await database.own.execute(sql`
      UPDATE archive SET claims = '[]', covered = jsonb_build_array(jsonb_build_array(${EARLIEST}::bigint, ${future}::bigint)),
        last_success_at = ${future}::bigint`);
    later(world, 3_600);
    await world.restart();
    await world.run();
    expect(await world.lost()).toEqual([]);
    expect(await through(world)).toBe(3_600);
    expect(await told()).toHaveLength(1);
  });

  test('ours set back: syncing goes on, and nothing is taken back that the source does not deny', async () => {
    const world = await worldOf(true);
    later(world, 60);
    await world.run();
    world.wrong = { own: -DAY_S, database: null, source: 0 };
    for (let round = 0; round < 3; round += 1) {
      later(world, 60);
      expect(await world.run()).toMatchObject({ added: 1, failure: null });
      expect(await through(world)).toBe(60);
    }
    world.wrong = RIGHT;
    await world.run();
    expect(await through(world)).toBe(world.truth);
    expect(await told()).toEqual([]);
  });

  test("the source's set back by an hour: what it dates anew is found, and what was claimed of that hour is not kept", async () => {
    const world = await worldOf(true);
    later(world, 7_200);
    await world.run();
    world.wrong = { ...RIGHT, source: -3_600 };
    later(world, 30);
    expect(await world.run()).toMatchObject({ added: 1 });
    expect(await world.lost()).toEqual([]);
    expect(await through(world)).toBe(7_230 - 3_600);
    expect(await told()).toHaveLength(1);
  });

  test("the source's set back by as much as went by: what it dates meanwhile is found, though this run claims a little more", async () => {
    const world = await worldOf(true);
    world.wrong = { ...RIGHT, source: -90 };
    later(world, 45.5);
    world.truth += 45.5;
    await world.run();
    expect(await world.lost()).toEqual([]);
    expect(await through(world)).toBe(1);
    expect(await told()).toHaveLength(1);
  });

  test('a source whose clock is far behind is read on, and said to be so: once, and in its state', async () => {
    const world = await worldOf(true);
    world.wrong = { ...RIGHT, source: -10 * DAY_S };
    for (let round = 0; round < 3; round += 1) {
      later(world, 60);
      expect(await world.run()).toMatchObject({ added: 1, failure: null, isHopeless: true });
      expect((await world.state()).lastProblem?.message).toContain('its answers are dated 2024-02-20T00:0');
    }
    expect((await told()).map(({ action }) => action).toSorted()).toEqual(['cut back', 'sync']);
    world.wrong = RIGHT;
    expect(await world.run()).toMatchObject({ failure: null, isHopeless: false });
    expect((await world.state()).lastProblem).toBeNull();
  });

  test('a lease that ends in the future, by a clock that was set back, is taken over once its holder was silent for its length', async () => {
    const { store, database } = open();
    const held = await store.leases.acquire('work', 50);
    expect(held).toMatchObject({ token: 1 });
    await database.own.execute(sql`UPDATE lease SET expires_at = clock_timestamp() + interval '1 day'`);
    const begun = performance.now();
    const taken = await vi.waitFor(async () => {
      const lease = await store.leases.acquire('work', 50);
      if ('heldForMs' in lease) expect(lease.heldForMs).toBeLessThanOrEqual(50);
      expect(lease).toHaveProperty('token');
      return lease;
    }, WAIT);
    expect(taken).toEqual({ name: 'work', token: 2 });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(50);
  });
});

async function* refusing(): AsyncGenerator<never> {
  yield* [];
  throw new RangeError('no words for it');
}
