import { fromMillis } from '../domain/instant.ts';
import type { Arrivals } from '../lanes/arrivals.ts';
import { encodeCursor } from './ask/cursor.ts';
import { type EventsArguments, type Question, readQuestion } from './ask/question.ts';
import { exportEvents } from './export/export-events.ts';
import { type EventsAtParts, eventsAt } from './find/events-at.ts';
import { added } from './follow/added.ts';
import { arrivalFeed } from './follow/arrival-feed.ts';
import { type Answer, type Gateway, type Total, UpstreamFailed } from './gateway.ts';
import { statesOf } from './page/archive-coverage.ts';
import { archivesBehind } from './page/archives-behind.ts';
import { coverageOf } from './page/coverage.ts';
import { type Page, readPage } from './page/page.ts';
import { plan } from './page/plan.ts';
import { totalOf } from './page/totals.ts';

export interface GatewayParts extends Omit<EventsAtParts, 'now'> {
  /** What reaches the store. */
  readonly arrivals: Arrivals;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

export function createGateway(parts: GatewayParts): Gateway {
  const { sources, syncStates, arrivals, maxPageSize, clock } = parts;
  const now = () => fromMillis(clock());
  const feed = arrivalFeed(arrivals);

  async function events(args: EventsArguments, signal: AbortSignal): Promise<Answer> {
    const question = readQuestion(args, { sources, maxPageSize, now: now() });
    const lanes = plan(question, sources);
    const asked = lanes.flatMap((lane) => lane.sources);
    const states = await statesOf(asked, () => syncStates(signal));
    const page = await readPage(lanes, question, signal);
    const coverage = coverageOf({ page, question, sources, states, asOf: now() });
    if (args.onSourceFailure === 'FAIL' && !coverage.complete) {
      throw new UpstreamFailed(
        coverage.sources.flatMap(({ source, problem }) => (problem ? [{ source: source.key, problem }] : [])),
      );
    }
    const isWhole = archivesBehind(asked, states, question).length === 0;
    let total: Promise<Total> | null = null;
    const count = () => (total ??= totalOf({ page, question, lanes, isWhole }, signal));
    return { ...connection(page, question), coverage, total: count };
  }

  return {
    sources,
    events,
    eventsAt: (addresses, signal) => eventsAt(addresses, { ...parts, now: now() }, signal),
    added: (args, signal) => added(args, { feed, sources, now: now() }, signal),
    export: (args, signal) => exportEvents(args, { sources, syncStates: () => syncStates(signal), now }, signal),
  };
}

/** The page the way it was asked, with the flags of the Relay specification. */
function connection(page: Page, question: Question): Pick<Answer, 'edges' | 'pageInfo'> {
  const { backward, digest, now: asOf } = question;
  const inOrder = backward ? page.events.toReversed() : page.events;
  const cursorAt = (position: Page['end']) => encodeCursor({ position, asOf, question: digest });
  const edges = inOrder.map((event) => ({
    event,
    /** Made when it is asked for, which it often is not. */
    get cursor() {
      return cursorAt({ occurredAt: event.occurredAt, id: event.id });
    },
  }));
  const more = page.ending !== 'exhausted';
  const before = backward ? more : question.after !== null;
  const after = backward ? question.after !== null : more;
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
