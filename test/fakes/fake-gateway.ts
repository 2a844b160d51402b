import type { AuditEvent } from '../../src/domain/event.ts';
import { fromMillis } from '../../src/domain/instant.ts';
import type { FollowArguments } from '../../src/federation/ask/asked-following.ts';
import type { EventsArguments } from '../../src/federation/ask/asked-page.ts';
import type { ConnectedSource } from '../../src/federation/connected-source.ts';
import type { Answer, Edge, EventAddress, ViewerGateway } from '../../src/federation/gateway.ts';
import { EMPTY_REPORT } from '../../src/lanes/lane.ts';

export interface FakeGateway extends ViewerGateway {
  /** What it was asked, in order. */
  readonly asked: EventsArguments[];
  readonly followed: FollowArguments[];
  readonly located: (readonly EventAddress[])[];
  readonly totals: number[];
}

export interface FakeGatewayOptions {
  readonly sources: readonly ConnectedSource[];
  readonly events?: readonly AuditEvent[];
  /** Thrown by every question. */
  readonly failure?: Error;
  /** Given for every address of these sources. */
  readonly unreachable?: Readonly<Record<string, Error>>;
  /** Awaited before a question is answered. */
  readonly delay?: (signal: AbortSignal) => Promise<void>;
  readonly answer?: Partial<Answer>;
  /** What arrives while somebody follows; left out, the events it holds. It ends with them. */
  readonly arriving?: AsyncIterable<AuditEvent>;
  /** What an export gives. */
  readonly exported?: ViewerGateway['export'];
}

/** A gateway that holds its events in memory: it gives the first so many, and finds each by its whole address. */
export function fakeGateway({
  sources,
  events = [],
  failure,
  unreachable = {},
  delay,
  answer,
  arriving,
  exported = () => {
    throw new Error('expected nobody to export');
  },
}: FakeGatewayOptions): FakeGateway {
  const gateway: FakeGateway = {
    asked: [],
    followed: [],
    located: [],
    totals: [],
    sources,
    syncStates: async () => new Map(),
    export: exported,
    async events(args, signal) {
      gateway.asked.push(args);
      await delay?.(signal);
      if (failure) throw failure;
      const edges = events
        .slice(0, args.first ?? args.last ?? 50)
        .map((event) => ({ cursor: `cursor of ${event.id}`, event }));
      return {
        edges,
        pageInfo: {
          hasNextPage: edges.length < events.length,
          hasPreviousPage: false,
          startCursor: edges[0]?.cursor ?? null,
          endCursor: edges.at(-1)?.cursor ?? null,
        },
        coverage: {
          complete: true,
          sources: sources.map((source) => ({
            source,
            status: 'OK',
            problem: null,
            missing: [],
            asOf: fromMillis(0),
            report: EMPTY_REPORT,
            elapsedMs: 1,
          })),
        },
        async total() {
          gateway.totals.push(events.length);
          return { count: events.length, relation: 'EXACT' };
        },
        ...answer,
      };
    },
    async added(args) {
      gateway.followed.push(args);
      if (failure) throw failure;
      return edgesOf(arriving ?? events);
    },
    async eventsAt(addresses) {
      gateway.located.push(addresses);
      return addresses.map(
        (address) =>
          unreachable[address.source] ??
          events.find(
            (event) =>
              event.id === address.id && event.source === address.source && event.occurredAt === address.occurredAt,
          ) ??
          null,
      );
    },
  };
  return gateway;
}

async function* edgesOf(events: AsyncIterable<AuditEvent> | Iterable<AuditEvent>): AsyncGenerator<Edge> {
  for await (const event of events) yield { cursor: `arrival of ${event.id}`, event };
}
