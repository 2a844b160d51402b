import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AuditEvent } from '../../src/domain/event.ts';
import type { FilterExpr } from '../../src/domain/filter.ts';
import { fromMillis } from '../../src/domain/instant.ts';
import { compileFilter } from '../../src/domain/matches.ts';
import type { Order } from '../../src/domain/order.ts';
import { compare, placeOf } from '../../src/domain/position.ts';
import { ANYONE } from '../../src/domain/viewer.ts';
import { askPage } from '../../src/federation/ask/asked-page.ts';
import { readPage } from '../../src/federation/page/page.ts';
import type { Capabilities } from '../../src/sources/adapter.ts';
import { anEvent, anOrder } from '../fakes/arbitrary.ts';
import { aFilterAndVendor, unable } from '../fakes/arbitrary-capabilities.ts';
import { connected, NOON, SORT_FIELDS, sortBy } from '../fakes/gateway-of.ts';
import { SEAL } from '../fakes/seal.ts';
import { seenOf, strictVendor } from '../fakes/strict-vendor.ts';

function answer(
  events: readonly AuditEvent[],
  capabilities: Capabilities,
  where: FilterExpr,
  order: Order,
  size: number,
) {
  const lane = strictVendor({ key: 'a', events, capabilities });
  const sources = [connected(lane)];
  const viewer = { ...ANYONE, filter: where };
  const rules = { viewer, sources, now: fromMillis(NOON), maxPageSize: 1_000, sortFields: SORT_FIELDS, seal: SEAL };
  const asked = askPage({ sort: sortBy(order), first: size }, rules);
  const planned = { lane, sources, where: asked.where, window: asked.window };
  return readPage([planned], asked, new AbortController().signal);
}

test('with every pushdown removed the answer, edges and flags, is the same: what sorting and testing everything gives', async () => {
  const events = fc.uniqueArray(anEvent(), { selector: (event) => event.id, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(
      events,
      aFilterAndVendor(),
      anOrder(),
      fc.integer({ min: 1, max: 6 }),
      async (all, { where, vendor }, order, size) => {
        const pushed = await answer(all, vendor, where, order, size);
        const plain = await answer(all, unable(vendor), where, order, size);
        const matching = seenOf('a', all)
          .filter(compileFilter(where))
          .toSorted((a, b) => compare(placeOf(a, order), placeOf(b, order), order));
        expect(pushed.lanes[0]?.failure).toBeNull();
        expect(pushed.events.map((event) => event.id)).toEqual(matching.slice(0, size).map((event) => event.id));
        expect({ ids: pushed.events.map((event) => event.id), ending: pushed.ending }).toEqual({
          ids: plain.events.map((event) => event.id),
          ending: plain.ending,
        });
      },
    ),
    { numRuns: 300 },
  );
});
