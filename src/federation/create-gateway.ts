import type { AuditEvent, SourceKey } from '../domain/event.ts';
import { fromMillis } from '../domain/instant.ts';
import type { Position } from '../domain/position.ts';
import type { Arrivals } from '../lanes/arrivals.ts';
import { LanePaused } from '../lanes/lane.ts';
import { SourceError } from '../lanes/source-error.ts';
import type { SyncState } from '../lanes/sync-state.ts';
import { added } from './added.ts';
import { statesOf } from './archive-coverage.ts';
import { arrivalFeed } from './arrival-feed.ts';
import type { ConnectedSource } from './connected-source.ts';
import { coverageOf } from './coverage.ts';
import { encodeCursor } from './cursor.ts';
import { exportEvents } from './export-events.ts';
import { type Answer, type EventAddress, type Gateway, type Total, UpstreamFailed } from './gateway.ts';
import { locate } from './locate.ts';
import { type Page, readPage } from './page.ts';
import { plan } from './plan.ts';
import { type EventsArguments, type Question, readQuestion } from './question.ts';
import { totalOf } from './totals.ts';

/** Records asked for to find one event: room for its neighbours of the same tick. */
const TICK_EXPECTED = 20;

export interface GatewayParts {
  /** In the order in which coverage names them. */
  readonly sources: readonly ConnectedSource[];
  /** How far the archived sources are copied; asked before a page of them is read, so that it never claims too much. */
  readonly syncStates: () => Promise<ReadonlyMap<SourceKey, SyncState>>;
  /** What the store holds at these places. */
  readonly stored: (places: readonly Position[]) => Promise<readonly (AuditEvent | null)[]>;
  /** What reaches the store. */
  readonly arrivals: Arrivals;
  readonly maxPageSize: number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

export function createGateway({ sources, syncStates, stored, arrivals, maxPageSize, clock }: GatewayParts): Gateway {
  const now = () => fromMillis(clock());
  const feed = arrivalFeed(arrivals);

  async function events(args: EventsArguments, signal: AbortSignal): Promise<Answer> {
    const question = readQuestion(args, { sources, maxPageSize, now: now() });
    const lanes = plan(question, sources);
    const states = await statesOf(
      lanes.flatMap((lane) => lane.sources),
      syncStates,
    );
    const page = await readPage(lanes, question, signal);
    const coverage = coverageOf({ page, question, sources, states, asOf: now() });
    if (args.onSourceFailure === 'FAIL' && !coverage.complete) {
      throw new UpstreamFailed(
        coverage.sources.flatMap(({ source, problem }) => (problem ? [{ source: source.key, problem }] : [])),
      );
    }
    let total: Promise<Total> | null = null;
    return { ...connection(page, question), coverage, total: () => (total ??= totalOf(page, question, lanes, signal)) };
  }

  async function eventsAt(addresses: readonly EventAddress[], signal: AbortSignal) {
    const isStored = ({ source }: EventAddress) =>
      sources.some(({ key, mode }) => key === source && mode === 'archive');
    const places = addresses.filter(isStored);
    const found = places.length === 0 ? [] : await stored(places);
    const known = addresses.map((address) => found[places.indexOf(address)] ?? null);
    const live = addresses.filter((address) => !isStored(address));
    const bySource = new Map(
      await Promise.all(
        sources
          .filter((source) => source.mode === 'live')
          .map(
            async (source) =>
              [
                source.key,
                await ask(
                  source,
                  live.filter((at) => at.source === source.key),
                  signal,
                ),
              ] as const,
          ),
      ),
    );
    return addresses.map((address, index) => {
      const answer = known[index] ?? bySource.get(address.source) ?? null;
      if (answer instanceof Error) return answer;
      const event = answer instanceof Map ? (answer.get(address.id) ?? null) : answer;
      return event && isAt(event, address) ? event : null;
    });
  }

  async function ask(source: ConnectedSource, addresses: readonly EventAddress[], signal: AbortSignal) {
    const { lane, capabilities } = source;
    const pageSize = addresses.length === 1 ? TICK_EXPECTED : maxPageSize;
    try {
      return await locate(addresses, { lane, seekable: capabilities.timeFilter, pageSize, now: now() }, signal);
    } catch (error) {
      if (!(error instanceof SourceError || error instanceof LanePaused)) throw error;
      return new UpstreamFailed([{ source: source.key, problem: error.problem }]);
    }
  }

  return {
    sources,
    events,
    eventsAt,
    added: (args, signal) => added(args, { feed, sources, now: now() }, signal),
    export: (args, signal) => exportEvents(args, { sources, syncStates, now }, signal),
  };
}

function isAt(event: AuditEvent, { source, occurredAt }: EventAddress): boolean {
  return event.source === source && event.occurredAt === occurredAt;
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
