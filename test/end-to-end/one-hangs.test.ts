import { afterEach, describe, expect, test } from 'vitest';
import type { FaultGiven } from '../../simulators/kit/faults/fault.ts';
import { NEWEST_FIRST } from '../../src/domain/order.ts';
import { compare } from '../../src/domain/position.ts';
import type { Answer } from '../../src/federation/gateway.ts';
import { gatewayOf } from '../fakes/gateway-of.ts';
import { type VendorKind, type World, type WorldSettings, world } from './worlds.ts';

/** The data is of one January. A page of fifty takes several requests of each vendor, for ten records at once. */
const FROM = Date.parse('2026-01-01T00:00:00Z');
const TO = Date.parse('2026-01-31T00:00:00Z');
const SIZE = 50;
const DATA = { events: 120, from: FROM, to: TO, pageSize: 10, patience: { failures: 1_000 } };
/** What a machine that is busy with other things may add. */
const NOISE_MS = 3_000;

const open: World[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function vendor(kind: VendorKind, more: WorldSettings, faults: readonly FaultGiven[] = []): Promise<World> {
  const made = await world(kind, { ...DATA, seed: kind.length, ...more });
  open.push(made);
  made.simulator.setFaults(faults);
  return made;
}

async function pageOf(worlds: readonly World[]): Promise<{ readonly page: Answer; readonly tookMs: number }> {
  const since = performance.now();
  const gateway = gatewayOf(
    worlds.map(({ source }) => source),
    Date.now,
  );
  const filter = { occurredAt: { from: FROM, to: TO } };
  const page = await gateway.events({ first: SIZE, filter }, new AbortController().signal);
  return { page, tookMs: performance.now() - since };
}

/** What a page holds that nothing is missing from. */
function newestOf(worlds: readonly World[]): readonly string[] {
  const all = worlds.flatMap((each) => each.truth()).filter(({ occurredAt }) => occurredAt < TO * 1_000);
  return all
    .toSorted((a, b) => compare(a, b, NEWEST_FIRST))
    .slice(0, SIZE)
    .map(({ id }) => id);
}

const idsOf = ({ edges }: Answer) => edges.map(({ event }) => event.id);
const HANGS: readonly FaultGiven[] = [{ kind: 'hang' }];

describe('a page of fifty', () => {
  test.each([
    ['one hangs', [['zstack', 1_200]]],
    [
      'two hang, each for a time of its own',
      [
        ['zstack', 400],
        ['riverbed', 1_500],
      ],
    ],
  ] as const)(
    'holds the fifty of those who answer where %s, and comes when the last is given up',
    async (_, silent) => {
      const healthy = await Promise.all(
        (['salt', 'f5xc', 'astromkey'] as const).map((kind) => vendor(kind, { timeoutMs: 1_000 })),
      );
      const hanging = await Promise.all(silent.map(([kind, timeoutMs]) => vendor(kind, { timeoutMs }, HANGS)));
      const { page, tookMs } = await pageOf([...hanging, ...healthy]);
      const longestMs = Math.max(...silent.map(([, timeoutMs]) => timeoutMs));

      expect(idsOf(page)).toEqual(newestOf(healthy));
      expect(page.pageInfo.hasNextPage).toBe(true);
      for (const { source, status, missing, problem, elapsedMs } of page.coverage.sources) {
        const givenUp = silent.find(([kind]) => kind === source.key);
        expect({ key: source.key, status, code: problem?.code, windows: missing.length }).toEqual(
          givenUp
            ? { key: source.key, status: 'FAILED', code: 'TIMEOUT', windows: 1 }
            : { key: source.key, status: 'OK', code: undefined, windows: 0 },
        );
        if (givenUp) expect(elapsedMs).toBeGreaterThanOrEqual(givenUp[1] - 20);
        else expect(elapsedMs).toBeLessThan(longestMs);
      }
      expect(tookMs).toBeGreaterThanOrEqual(longestMs - 20);
      expect(tookMs).toBeLessThan(longestMs + NOISE_MS);
    },
  );

  test('is whole where one is slow: who answers at once has its own time still', async () => {
    const healthy = await Promise.all(
      (['salt', 'f5xc', 'astromkey'] as const).map((kind) => vendor(kind, { timeoutMs: 1_000 })),
    );
    const slow = await vendor('riverbed', { timeoutMs: 20_000, pageSize: 200 }, [{ kind: 'latency', ms: 1_500 }]);
    const { page } = await pageOf([slow, ...healthy]);
    expect(idsOf(page)).toEqual(newestOf([slow, ...healthy]));
    expect(page.coverage.complete).toBe(true);
  });
});
