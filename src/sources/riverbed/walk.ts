import { SECOND } from '../../domain/instant.ts';
import type { Exchange, Pushdown, RecordPage } from '../adapter.ts';
import { asking } from '../kit/walks/ask.ts';
import { byOffset } from '../kit/walks/offset/by-offset.ts';
import { eventsAnswer } from './answer.ts';
import type { RiverbedOptions } from './options.ts';
import { getEvents } from './request.ts';
import { timestampOf } from './timestamp.ts';

/** The list is ordered by whole seconds; inside a second any order may be met, and another one in the next answer. */
export const GRAIN_US = SECOND;
export const MOST_OF_ONE_SECOND = 1000;

export function walk(pushdown: Pushdown, options: RiverbedOptions): Exchange<RecordPage> {
  const { window, direction, pageSize } = pushdown;
  return byOffset({
    direction,
    window,
    grainUs: GRAIN_US,
    timeOf: timestampOf,
    ask: asking((part) => getEvents(pushdown, options, part), eventsAnswer),
    wanted: pageSize,
    largest: options.maxPageSize,
    mostOfOneTick: MOST_OF_ONE_SECOND,
    overlap: Math.min(options.overlap, Math.floor(options.maxPageSize / 2)),
    called: { records: 'events', tick: 'second' },
  });
}
