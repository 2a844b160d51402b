import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anEvent } from '../fakes/arbitrary.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { gatewayOf } from '../fakes/gateway-of.ts';

const events = fc.uniqueArray(anEvent(), { selector: (event) => event.id, minLength: 4, maxLength: 12 });

test('when the store fails, so does the request', async () => {
  await fc.assert(
    fc.asyncProperty(events, async (all) => {
      const store = arrayLane({ key: 'gateway', events: all, essential: true, failAt: 1, pageSize: 2 });
      const vendor = arrayLane({ key: 'a', events: all });
      await expect(gatewayOf([store, vendor]).events({ first: 50 }, new AbortController().signal)).rejects.toThrow(
        'gateway: switched off',
      );
    }),
  );
});

test('when a vendor fails, the request does not', async () => {
  await fc.assert(
    fc.asyncProperty(events, async (all) => {
      const store = arrayLane({ key: 'gateway', events: all, essential: true });
      const vendor = arrayLane({ key: 'a', events: [], failAt: 0 });
      const answer = await gatewayOf([store, vendor]).events({ first: 50 }, new AbortController().signal);
      expect(answer.edges).toHaveLength(all.length);
      expect(answer.coverage.complete).toBe(false);
    }),
  );
});
