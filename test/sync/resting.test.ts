import { beforeEach, describe, expect, test } from 'vitest';
import type { TimeWindow } from '../../src/domain/position.ts';
import { overlap } from '../../src/domain/windows.ts';
import type { Item } from '../../src/lanes/lane.ts';
import { problem } from '../../src/lanes/source-error.ts';
import { restingWindows } from '../../src/sync/resting-windows.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { databases, OPENED, useStore } from '../store/databases.ts';
import { ago, copiedSource, KEY, old } from './copied-source.ts';

const GAP: TimeWindow = { from: ago(4_000), until: ago(3_999) };
const EVENTS = [5_000, 4_000, 3_000].map((seconds) => old(seconds));
const TOO_LARGE = problem('RESPONSE_TOO_LARGE', 'too large');

describe.each(databases)('a window that a source withholds, copied to $name', (kind) => {
  const open = useStore(kind);
  beforeEach(() => open().clear());

  /** A source that withholds the gap, and when, in seconds, it was asked for it. */
  async function withholding() {
    const resting = restingWindows();
    const source = await copiedSource(open().store, EVENTS, { pollUs: 60_000_000 }, undefined, resting);
    const asked: number[] = [];
    const sync = async (after: number) => {
      const others = EVENTS.filter(({ occurredAt }) => occurredAt !== GAP.from);
      const lane = arrayLane({ key: KEY, events: others, pageSize: 3 });
      async function* opened(...args: Parameters<typeof lane.open>): AsyncGenerator<Item> {
        if (overlap(args[0].window, GAP) !== null) {
          asked.push(after);
          yield { kind: 'gap', window: GAP, problem: TOO_LARGE };
        }
        yield* lane.open(...args);
      }
      source.behave({ lane: { ...lane, open: opened } });
      return source.sync(after);
    };
    return { source, sync, asked };
  }

  test('is asked for again after ever longer rests, and its problem is told all the while', async () => {
    const { source, sync, asked } = await withholding();
    for (let minute = 0; minute < 40; minute += 1) {
      await sync(minute * 60);
      expect(await source.state()).toMatchObject({ storedEvents: 2, lastProblem: { code: 'RESPONSE_TOO_LARGE' } });
    }
    const rests = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
    expect(rests).toEqual([60, 120, 240, 480, 960]);
  });

  test('is asked for at once by whoever asks for a run', async () => {
    const { sync, asked } = await withholding();
    await sync(0);
    await sync(60);
    await open().store.askForSync(KEY);
    await sync(61);
    expect(asked).toEqual([0, 60, 61]);
  });

  test('is copied when the source gives it, and nothing is left alone any more', async () => {
    const { source, sync } = await withholding();
    await sync(0);
    source.behave({});
    expect(await source.sync(30)).toMatchObject({ added: 0 });
    expect(await source.sync(60)).toMatchObject({ added: 1 });
    expect(await source.state()).toMatchObject({ lastProblem: null, storedEvents: 3 });
    expect((await source.state()).covered).toEqual([expect.objectContaining({ until: OPENED + 60_000_000 })]);
  });
});
