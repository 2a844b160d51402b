import type { Instant } from '../../domain/instant.ts';
import { placeOf } from '../../domain/position.ts';
import type { AskedPage } from '../ask/asked-page.ts';
import { encodeCursor } from '../ask/cursor.ts';
import type { Seal } from '../ask/seal.ts';
import type { EventsAtParts } from '../find/events-at.ts';
import { type Answer, type Total, UpstreamFailed } from '../gateway.ts';
import { statesOf } from './archive-coverage.ts';
import { archivesBehind } from './archives-behind.ts';
import { coverageOf } from './coverage.ts';
import { type Page, readPage } from './page.ts';
import { plan } from './plan.ts';
import { totalOf } from './totals.ts';

export interface AnswerParts extends Pick<EventsAtParts, 'syncStates'> {
  readonly seal: Seal;
  readonly now: () => Instant;
}

/** A page with its flags, its receipt, and its total for whoever asks for that. Throws `UpstreamFailed` where it is to fail. */
export async function answerTo(
  asked: AskedPage,
  onSourceFailure: 'PARTIAL' | 'FAIL',
  { syncStates, seal, now }: AnswerParts,
  signal: AbortSignal,
): Promise<Answer> {
  const lanes = plan(asked);
  const concerned = lanes.flatMap((lane) => lane.sources);
  const states = await statesOf(concerned, () => syncStates(signal));
  const page = await readPage(lanes, asked, signal);
  const coverage = coverageOf({ page, asked, states, asOf: now() });
  if (onSourceFailure === 'FAIL' && !coverage.complete) {
    throw new UpstreamFailed(
      coverage.sources.flatMap(({ source, problem }) => (problem ? [{ source: source.key, problem }] : [])),
    );
  }
  const isWhole = archivesBehind(concerned, states, asked).length === 0;
  let total: Promise<Total> | null = null;
  const count = () => (total ??= totalOf({ page, asked, lanes, isWhole }, signal));
  return { ...connection(page, asked, seal), coverage, total: count };
}

/** The page the way it was asked, with the flags of the Relay specification. */
function connection(page: Page, asked: AskedPage, seal: Seal): Pick<Answer, 'edges' | 'pageInfo'> {
  const { backward, digest, now: asOf } = asked;
  const inOrder = backward ? page.events.toReversed() : page.events;
  const cursorAt = (position: Page['end']) => encodeCursor({ position, asOf, question: digest }, seal);
  const edges = inOrder.map((event) => ({
    event,
    /** Made when it is asked for, which it often is not. */
    get cursor() {
      return cursorAt(placeOf(event, asked));
    },
  }));
  const more = page.ending !== 'exhausted';
  const before = backward ? more : asked.after !== null;
  const after = backward ? asked.after !== null : more;
  const reached = page.ending === 'paused' ? cursorAt(page.end) : null;
  return {
    edges,
    pageInfo: {
      hasNextPage: after,
      hasPreviousPage: before,
      startCursor: (backward ? reached : null) ?? edges.at(0)?.cursor ?? null,
      endCursor: (backward ? null : reached) ?? edges.at(-1)?.cursor ?? null,
    },
  };
}
