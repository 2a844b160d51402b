import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { databases, useStore } from '../store/databases.ts';
import { ClockWorld, RIGHT } from '../sync/clock-world.ts';

const HOUR = 3_600;
/** Seconds by which a clock may be ahead or behind. */
const aJump = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  fc.constantFrom(-20 * 24 * HOUR, -24 * HOUR, -HOUR, -90, -3, 3, 90, HOUR, 24 * HOUR, 20 * 24 * HOUR),
  fc.double({ min: -5 * HOUR, max: 5 * HOUR, noNaN: true }),
);
/** True time goes on by so many seconds, and records are written in between. */
const someTime = fc.record({
  seconds: fc.oneof(fc.double({ min: 0.01, max: 120, noNaN: true }), fc.integer({ min: 1, max: 3 * HOUR })),
  records: fc.integer({ min: 0, max: 3 }),
});
const aStep = fc.record({ own: aJump, source: aJump, time: someTime, restarts: fc.boolean() });
type Step = typeof aStep extends fc.Arbitrary<infer Value> ? Value : never;
const aStory = fc.array(aStep, { minLength: 2, maxLength: 7 });

function goOn(world: ClockWorld, { seconds, records }: Step['time']): void {
  for (let part = 0; part <= records; part += 1) {
    world.truth += seconds / (records + 1);
    if (part < records) world.write();
  }
}

/** How often what the law is about was met; else it would be kept by nothing happening. */
const met = { cut: 0, claimed: 0 };

describe.each(databases)('law 13 on $name: whatever clocks say, what is claimed as covered is in the store', (kind) => {
  const open = useStore(kind);

  const tell = (story: (world: ClockWorld, steps: readonly Step[]) => Promise<void>, tellsTime: boolean) =>
    fc.assert(
      fc.asyncProperty(aStory, async (steps) => {
        await open().empty();
        const world = new ClockWorld(open().store, tellsTime);
        await world.open();
        await story(world, steps);
      }),
      { numRuns: Number(process.env.LAW_RUNS ?? 40), interruptAfterTimeLimit: 60_000 },
    );

  const runs = async (world: ClockWorld) => {
    const before = (await world.state()).covered.at(-1)?.until ?? 0;
    expect((await world.run()).failure).toBeNull();
    expect(await world.lost()).toEqual([]);
    const after = (await world.state()).covered.at(-1)?.until ?? 0;
    met.cut += after < before ? 1 : 0;
    met.claimed += after > before ? 1 : 0;
  };

  test.each([
    { what: 'the gateway and its database', database: null },
    { what: 'the gateway', database: 0 },
  ])(
    'of a source whose clock is right, at any time, also where that of $what jumps',
    async ({ database }) => {
      await tell(async (world, steps) => {
        for (const { own, time, restarts } of steps) {
          world.wrong = { ...RIGHT, own, database };
          goOn(world, time);
          expect(await world.lost()).toEqual([]);
          if (restarts) await world.restart();
          await runs(world);
        }
      }, true);
    },
    90_000,
  );

  test('of a source that tells no time, as long as one clock of ours is right', async () => {
    await tell(async (world, steps) => {
      for (const { own, time, restarts } of steps) {
        world.wrong = { ...RIGHT, own };
        goOn(world, time);
        expect(await world.lost()).toEqual([]);
        if (restarts) await world.restart();
        await runs(world);
      }
    }, false);
  }, 90_000);

  test('of a source whose own clock jumps too, after each run', async () => {
    await tell(async (world, steps) => {
      for (const { own, source, time, restarts } of steps) {
        if (restarts) await world.restart();
        else world.wrong = { own, database: null, source };
        goOn(world, time);
        await runs(world);
      }
    }, true);
  }, 90_000);

  test('of a source that tells no time, where all clocks jump alike, after each run', async () => {
    await tell(async (world, steps) => {
      for (const { own, time, restarts } of steps) {
        if (restarts) await world.restart();
        else world.wrong = { own, database: null, source: own };
        goOn(world, time);
        await runs(world);
      }
    }, false);
  }, 90_000);

  test('is about clocks that were ahead, and were found out', () => {
    expect(Math.min(met.cut, met.claimed)).toBeGreaterThan(20);
  });
});
