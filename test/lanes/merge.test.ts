import { describe, expect, test } from 'vitest';
import { eventId } from '../../src/domain/event-id.ts';
import { instant } from '../../src/domain/instant.ts';
import { OLDEST_FIRST } from '../../src/domain/order.ts';
import { boundary } from '../../src/domain/position.ts';
import { type Item, type Lane, LanePaused } from '../../src/lanes/lane.ts';
import { type LaneFailure, merge } from '../../src/lanes/merge.ts';
import { problem, sourceError } from '../../src/lanes/source-error.ts';
import { someEvent } from '../fakes/some-event.ts';

const event = (time: number, key = `${time}`): Item => {
  const made = someEvent({ id: eventId('s', key), occurredAt: instant(time), action: key });
  return { kind: 'event', at: made, event: made };
};
const mark = (time: number): Item => ({ kind: 'mark', at: boundary(instant(time)) });
const broken = sourceError('UNREACHABLE', 'gone');
const paused = new LanePaused(problem('SCAN_LIMIT', 'enough'));

async function* lane(...steps: readonly (Item | Error | Promise<void>)[]): AsyncGenerator<Item> {
  for (const step of steps) {
    if (step instanceof Error) throw step;
    if (step instanceof Promise) await step;
    else yield step as Item;
  }
}

async function merged(lanes: readonly Lane[], failed: (failure: LaneFailure) => boolean = () => true) {
  const out: string[] = [];
  for await (const item of merge(lanes, OLDEST_FIRST, failed)) {
    if (item.kind === 'event') out.push(item.event.action);
    if (item.kind === 'mark') out.push(`|${item.at.occurredAt}`);
  }
  return out;
}

describe('merging', () => {
  test('gives all lanes in one order, what two hold at one place once', async () => {
    expect(await merged([lane(event(1), event(4)), lane(event(2), event(4), event(5)), lane()])).toEqual([
      '1',
      '2',
      '4',
      '5',
    ]);
  });

  test('gives of what several lanes hold at one place what the first of them holds', async () => {
    const same = (action: string): Item => {
      const made = someEvent({ id: eventId('s', 'same'), occurredAt: instant(4), action });
      return { kind: 'event', at: made, event: made };
    };
    expect(await merged([lane(same('first')), lane(same('second')), lane(same('third'))])).toEqual(['first']);
    expect(await merged([lane(event(5)), lane(event(1), same('second')), lane(same('third'), event(6))])).toEqual([
      '1',
      'second',
      '5',
      '6',
    ]);
  });

  test('does not read a lane on that is whole past what is known', async () => {
    const read: number[] = [];
    async function* watched(): AsyncGenerator<Item> {
      for (const time of [5, 6]) {
        read.push(time);
        yield mark(time);
      }
    }
    const given: string[] = [];
    for await (const item of merge([lane(event(1), event(2), event(9)), watched()], OLDEST_FIRST, () => true)) {
      if (item.kind === 'event') given.push(item.event.action);
      if (given.length === 2) break;
    }
    expect(given).toEqual(['1', '2']);
    expect(read).toEqual([5]);
  });

  test('reads every lane on while it has to wait for one', async () => {
    const started: string[] = [];
    let allStarted = () => {};
    const all = new Promise<void>((resolve) => {
      allStarted = resolve;
    });
    async function* slow(name: string): AsyncGenerator<Item> {
      started.push(name);
      if (started.length === 3) allStarted();
      await all;
      yield event(1, name);
    }
    expect(await merged(['a', 'b', 'c'].map(slow))).toHaveLength(3);
  });

  test('marks how far all lanes are whole', async () => {
    expect(await merged([lane(mark(3), mark(8)), lane(mark(5), mark(9))])).toEqual(['|3', '|5', '|8', '|9']);
  });

  test('hears of a failure only when it gets there, and goes on without the lane', async () => {
    const heard: LaneFailure[] = [];
    const out = await merged([lane(event(1), mark(4), broken), lane(event(2), event(3), event(7))], (failure) => {
      heard.push(failure);
      return true;
    });
    expect(out.filter((each) => !each.startsWith('|'))).toEqual(['1', '2', '3', '7']);
    expect(heard).toEqual([{ lane: 0, at: boundary(instant(4)), error: broken }]);
  });

  test('fails where going on is refused', async () => {
    await expect(merged([lane(broken), lane(event(1))], () => false)).rejects.toBe(broken);
  });

  test('ends at the place where a lane paused, after all that comes before it', async () => {
    const out: string[] = [];
    const reading = (async () => {
      for await (const item of merge(
        [lane(event(1), mark(4), paused), lane(event(3), event(5))],
        OLDEST_FIRST,
        () => false,
      )) {
        if (item.kind === 'event') out.push(item.event.action);
      }
    })();
    await expect(reading).rejects.toBe(paused);
    expect(out).toEqual(['1', '3']);
  });

  test('closes every lane when its reader leaves', async () => {
    const closed: string[] = [];
    async function* closing(name: string): AsyncGenerator<Item> {
      try {
        yield event(1, name);
        yield event(2, name + name);
      } finally {
        closed.push(name);
      }
    }
    for await (const _ of merge([closing('a'), closing('b')], OLDEST_FIRST, () => true)) break;
    expect(closed.toSorted()).toEqual(['a', 'b']);
  });
});
