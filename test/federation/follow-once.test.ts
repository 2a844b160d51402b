import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileFilter } from '../../src/domain/matches.ts';
import { encodeArrivalCursor } from '../../src/federation/ask/arrival-cursor.ts';
import type { FilterInput } from '../../src/federation/ask/filter-input.ts';
import { readFilter } from '../../src/federation/ask/read-filter.ts';
import type { ViewerGateway } from '../../src/federation/gateway.ts';
import { fakeArrivals } from '../fakes/fake-arrivals.ts';
import { fakeEvent, fakeSource } from '../fakes/fake-sources.ts';
import { gatewayOf, NOON } from '../fakes/gateway-of.ts';
import { SEAL } from '../fakes/seal.ts';

const SOURCES = [fakeSource('gateway')];
const ACTIONS = ['login', 'logout', 'read'];
const FILTERS: readonly FilterInput[] = [{}, { action: { eq: 'login' } }, { action: { ne: 'login' } }];

/** Takes a few events, disconnects and resumes where it stood, again and again, until it has so many. */
async function restless(gateway: ViewerGateway, filter: FilterInput, wanted: number, patience: Iterator<number>) {
  const seen: string[] = [];
  let after = encodeArrivalCursor(0, SEAL);
  while (seen.length < wanted) {
    const client = new AbortController();
    const stream = await gateway.added({ filter, after }, client.signal);
    const until = Math.min(wanted, seen.length + (patience.next().value ?? 1));
    for await (const { cursor, event } of stream) {
      seen.push(event.id);
      after = cursor;
      if (seen.length >= until) break;
    }
    client.abort();
  }
  return seen;
}

test('clients that disconnect at random and resume see every event that passes once, in order', async () => {
  const aPlan = fc.record({
    actions: fc.array(fc.constantFrom(...ACTIONS), { maxLength: 60 }),
    holes: fc.infiniteStream(fc.nat(3)),
    /** How many arrive in a turn, and how many while a read knows its answer but has not given it. */
    turns: fc.infiniteStream(fc.nat(4)),
    meanwhile: fc.infiniteStream(fc.nat(2)),
    filters: fc.array(fc.constantFrom(...FILTERS), { minLength: 1, maxLength: 5 }),
    patience: fc.infiniteStream(fc.integer({ min: 1, max: 7 })),
  });
  await fc.assert(
    fc.asyncProperty(aPlan, async ({ actions, holes, turns, meanwhile, filters, patience }) => {
      const all = actions.map((action, index) => fakeEvent('gateway', `${index}`, { action }));
      const coming = [...all];
      const arrive = (count: number) => {
        for (const event of coming.splice(0, count)) arrivals.arrive(event);
      };
      const arrivals = fakeArrivals({
        holes: () => holes.next().value ?? 0,
        delay: async () => arrive(meanwhile.next().value ?? 0),
      });
      const gateway = gatewayOf(SOURCES, () => NOON, arrivals);
      const expected = filters.map((filter) =>
        all.filter(compileFilter(readFilter(filter, AROUND))).map(({ id }) => id),
      );
      const clients = filters.map((filter, index) => restless(gateway, filter, expected[index]?.length ?? 0, patience));
      while (coming.length > 0) {
        arrive(turns.next().value ?? 1);
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(await Promise.all(clients)).toEqual(expected);
      expect(arrivals.listeners()).toBe(0);
    }),
  );
}, 20_000);

const AROUND = { now: 0 as never, sources: SOURCES };
