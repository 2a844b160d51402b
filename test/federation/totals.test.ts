import { expect, test } from 'vitest';
import { eventId } from '../../src/domain/event-id.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { gatewayOf } from '../fakes/gateway-of.ts';
import { someEvent } from '../fakes/some-event.ts';

test('a sum that no whole number of JavaScript says is unknown, and fails nothing', async () => {
  const lanes = ['a', 'b'].map((key) => {
    const events = ['1', '2'].map((id) => someEvent({ id: eventId(key, id) }));
    return { ...arrayLane({ key, events }), count: async () => Number.MAX_SAFE_INTEGER };
  });
  const total = async (some: typeof lanes) => {
    const answer = await gatewayOf(some).events({ first: 1 }, new AbortController().signal);
    return answer.total();
  };
  expect(await total(lanes.slice(0, 1))).toEqual({ count: Number.MAX_SAFE_INTEGER, relation: 'EXACT' });
  expect(await total(lanes)).toEqual({ count: null, relation: 'UNKNOWN' });
});
