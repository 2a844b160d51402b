import { describe, expect, test } from 'vitest';
import { eventId } from '../../src/domain/event-id.ts';
import { EVERYTHING } from '../../src/domain/filter.ts';
import { instant } from '../../src/domain/instant.ts';
import { boundary } from '../../src/domain/position.ts';
import type { EventQuery } from '../../src/domain/query.ts';
import { type Item, LanePaused } from '../../src/lanes/lane.ts';
import { problem, sourceError } from '../../src/lanes/source-error.ts';
import { streamsAsOne } from '../../src/sources/streams-as-one.ts';
import { someEvent } from '../fakes/some-event.ts';

const QUERY: EventQuery = {
  where: EVERYTHING,
  window: { from: instant(0), until: instant(100) },
  direction: 'ASC',
  after: null,
  take: 9,
  now: instant(50),
};
const event = (time: number): Item => {
  const made = someEvent({ id: eventId('s', `${time}`), occurredAt: instant(time), action: `${time}` });
  return { kind: 'event', at: made, event: made };
};
const mark = (time: number): Item => ({ kind: 'mark', at: boundary(instant(time)) });
const broken = sourceError('UPSTREAM_ERROR', 'broken');
const paused = new LanePaused(problem('SCAN_LIMIT', 'enough'));

async function* stream(...steps: readonly (Item | Error)[]): AsyncGenerator<Item> {
  for (const step of steps) {
    if (step instanceof Error) throw step;
    yield step;
  }
}

async function given(...streams: readonly AsyncGenerator<Item>[]) {
  const told: string[] = [];
  const error: unknown = await (async () => {
    for await (const item of streamsAsOne(streams, QUERY, 1)) {
      if (item.kind === 'event') told.push(item.event.action);
      if (item.kind === 'gap') told.push(`[${item.window.from},${item.window.until})`);
    }
    return null;
  })().catch((reason: unknown) => reason);
  return { told, error };
}

describe('the streams of one source', () => {
  test('give all they have in one order', async () => {
    expect(await given(stream(event(1), event(4)), stream(event(2)))).toEqual({ told: ['1', '2', '4'], error: null });
  });

  test('leave a gap for the one that fails, and go on', async () => {
    expect(await given(stream(event(1), mark(3), broken), stream(event(2), event(7)))).toEqual({
      told: ['1', '2', '[3,100)', '7'],
      error: null,
    });
  });

  test.each([
    ['fails', broken],
    ['pauses', paused],
  ])('tell of that gap also when the last one %s right after', async (_, end) => {
    const { told, error } = await given(stream(broken), stream(end));
    expect(told).toContain('[0,100)');
    expect(error).toBe(end);
  });
});
