import type { AuditEvent, SourceKey } from '../domain/event.ts';
import type { EventId } from '../domain/event-id.ts';
import type { Instant } from '../domain/instant.ts';
import type { Position, TimeWindow } from '../domain/position.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { LaneReport } from '../lanes/lane.ts';
import type { Problem } from '../lanes/source-error.ts';
import type { SyncState } from '../lanes/sync-state.ts';
import type { ExportArguments } from './ask/asked-export.ts';
import type { FollowArguments } from './ask/asked-following.ts';
import type { EventsArguments } from './ask/asked-page.ts';
import type { ConnectedSource } from './connected-source.ts';
import type { Withheld } from './export/withheld.ts';

/** One gateway serves all requests. */
export interface Gateway {
  as(viewer: Viewer): ViewerGateway;
}

/** Everything that can be asked of the federation, and of its answers what one viewer may see. */
export interface ViewerGateway {
  /** The sources that are there for the viewer, in the order in which coverage names them. */
  readonly sources: readonly ConnectedSource[];
  /** How far those that are archived have been copied; one that never was may be left out. */
  syncStates(signal: AbortSignal): Promise<ReadonlyMap<SourceKey, SyncState>>;
  /**
   * One page of the one order. Throws `InputError` for wrong arguments, `UpstreamFailed` with `onSourceFailure: FAIL`,
   * and whatever an essential lane throws.
   */
  events(args: EventsArguments, signal: AbortSignal): Promise<Answer>;
  /** The events at these addresses, in their order, asked of as few requests as each source's API allows. */
  eventsAt(addresses: readonly EventAddress[], signal: AbortSignal): Promise<readonly (AuditEvent | null | Error)[]>;
  /**
   * What reaches the store from now on, or past `after`, in order of arrival, until the signal aborts: the caller MUST
   * see to it that it does. Nothing is read ahead of who takes it but one batch. Throws `InputError` for wrong arguments;
   * the stream throws what the store throws, and can be taken up again from its last cursor.
   */
  added(args: FollowArguments, signal: AbortSignal): Promise<AsyncIterable<Edge>>;
  /**
   * Everything that matches, in the one order, as text in pieces. Throws `InputError` at once; reading it ends with
   * `ExportIncomplete` where something is missing, or with whatever an essential lane throws that is no `SourceError`.
   */
  export(args: ExportArguments, signal: AbortSignal): AsyncIterable<ExportPart>;
}

/** Whole lines of so many events, as a text or as its bytes in UTF-8. */
export interface ExportPart {
  readonly text: string | Uint8Array;
  readonly count: number;
  /** Up to here, in reading order, nothing is left out; null: nothing was read yet. */
  readonly reached: Position | null;
}

/** Where an event is: all that `node(id)` needs to find it again, live or stored. */
export interface EventAddress {
  readonly source: SourceKey;
  readonly occurredAt: Instant;
  readonly id: EventId;
}

export interface Edge {
  readonly cursor: string;
  readonly event: AuditEvent;
}

export interface Answer {
  readonly edges: readonly Edge[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly coverage: Coverage;
  /** Counts when asked, once however often asked. */
  total(): Promise<Total>;
}

export interface Total {
  readonly count: number | null;
  readonly relation: 'EXACT' | 'AT_LEAST' | 'UNKNOWN';
}

export interface Coverage {
  /** True when every source asked answered in full for this page. */
  readonly complete: boolean;
  readonly sources: readonly SourceAnswer[];
}

export interface SourceAnswer {
  readonly source: ConnectedSource;
  readonly status: 'OK' | 'PARTIAL' | 'FAILED' | 'SKIPPED';
  readonly problem: Problem | null;
  /** EARLIEST and LATEST stand for an unbounded end. */
  readonly missing: readonly TimeWindow[];
  readonly asOf: Instant | null;
  readonly report: LaneReport;
  readonly elapsedMs: number;
}

/** `onSourceFailure: FAIL`, and something is missing. */
export class UpstreamFailed extends Error {
  readonly code = 'UPSTREAM_FAILED';
  readonly problems: readonly { readonly source: SourceKey; readonly problem: Problem }[];

  constructor(problems: UpstreamFailed['problems']) {
    super(problems.map(({ source, problem }) => `${source}: ${problem.message}`).join('; '));
    this.name = 'UpstreamFailed';
    this.problems = problems;
  }
}

/** An export that ended, and something is missing from it. */
export class ExportIncomplete extends Error {
  readonly code = 'UPSTREAM_FAILED';
  readonly withheld: readonly Withheld[];

  constructor(withheld: readonly Withheld[]) {
    super(withheld.map(told).join('; '));
    this.name = 'ExportIncomplete';
    this.withheld = withheld;
  }
}

/** Most problems name their source themselves. */
function told({ source, problem: { message } }: Withheld): string {
  return message.startsWith(`${source}: `) ? message : `${source}: ${message}`;
}
