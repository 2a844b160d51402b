import { describe, expect, test } from 'vitest';
import { event, held, idsOf, settled, take, world } from './followed.ts';

/** A world whose first answer is held until it is let go; all others come at once. */
function worldHoldingItsFirstAnswer() {
  const hold = held();
  let first = true;
  const delay = () => {
    const wait = first ? hold.promise : Promise.resolve();
    first = false;
    return wait;
  };
  return { hold, ...world({ delay }) };
}

describe('news is not lost', () => {
  test('that comes when a read knows its answer, but has not given it yet', async () => {
    const missed = event('missed');
    let first = true;
    const { arrivals, follow } = world({
      delay: async () => {
        if (first) arrivals.arrive(missed);
        first = false;
      },
    });
    const { edges, leave } = await follow();
    expect(idsOf(await take(edges, 1))).toEqual([missed.id]);
    leave();
  }, 5_000);

  test('to who asks just what somebody else is being answered already', async () => {
    const { hold, arrivals, follow } = worldHoldingItsFirstAnswer();
    const [one, other] = [await follow(), await follow()];
    const asked = take(one.edges, 1);
    const missed = event('missed');
    arrivals.arrive(missed);
    const askedToo = take(other.edges, 1);
    hold.resolve();
    expect(idsOf([...(await asked), ...(await askedToo)])).toEqual([missed.id, missed.id]);
    one.leave();
    other.leave();
  }, 5_000);

  test('that came while nobody listened', async () => {
    const { hold, arrivals, follow } = worldHoldingItsFirstAnswer();
    const [one, other] = [await follow(), await follow()];
    const asked = take(one.edges, 1);
    one.leave();
    const missed = event('missed');
    arrivals.arrive(missed);
    const askedToo = take(other.edges, 1);
    hold.resolve();
    expect(idsOf([...(await asked), ...(await askedToo)])).toEqual([missed.id]);
    other.leave();
  }, 5_000);

  test('and what is called news for nothing yields nothing', async () => {
    const { arrivals, follow } = world();
    const { edges, leave } = await follow();
    const asked = take(edges, 1);
    for (let times = 0; times < 3; times++) {
      arrivals.ring();
      await settled();
    }
    const only = event('only');
    arrivals.arrive(only);
    expect(idsOf(await asked)).toEqual([only.id]);
    leave();
  });

  test('and is read once for all who have got equally far', async () => {
    const { arrivals, follow } = world();
    const followers = await Promise.all(Array.from({ length: 50 }, () => follow()));
    const asked = followers.map(({ edges }) => take(edges, 1));
    await settled();
    expect(arrivals.listeners()).toBe(1);
    expect(arrivals.reads).toHaveLength(1);
    arrivals.arrive(event('a'));
    expect((await Promise.all(asked)).flat()).toHaveLength(50);
    expect(arrivals.reads).toHaveLength(2);
    for (const { leave } of followers) leave();
    expect(arrivals.listeners()).toBe(0);
  });
});
