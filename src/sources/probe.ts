import { fromMillis, type Instant } from '../domain/instant.ts';
import { newestEvent } from '../lanes/newest.ts';
import { type Problem, SourceError } from '../lanes/source-error.ts';
import { clockDifferenceMs } from './clock-difference.ts';
import { connect } from './connection.ts';
import { type OpenSource, openLane } from './open-lane.ts';
import type { Transport } from './transport.ts';

/** What a source is like right now, as one question to it showed. */
export interface SourceProbe {
  /** Whether anything at all came back. */
  readonly reachable: boolean;
  /** Whether it accepts the credentials; null: it did not get so far as to say. */
  readonly authenticated: boolean | null;
  /** How far its clock is ahead of ours; null where its answers tell no date. */
  readonly clockDifferenceMs: number | null;
  /** Null: it has no event, or `problem` says why its newest is unknown. */
  readonly newestEventAt: Instant | null;
  readonly elapsedMs: number;
  readonly problem: Problem | null;
}

/** How it is asked: over its own transport, but with a login of the probe's own. */
export interface Probing {
  readonly transport: Transport;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** Asks for the newest event, as a page would, within the source's `timeoutMs`. Rejects only where `signal` aborts. */
export async function probe<Options>(
  source: Omit<OpenSource<Options>, 'connection'>,
  { transport, clock }: Probing,
  signal: AbortSignal,
): Promise<SourceProbe> {
  const started = performance.now();
  const line = watched(transport, clock);
  const { adapter, options, rules, timeoutMs } = source;
  const connection = connect(adapter, options, line.transport, { rules, clock, loginTimeoutMs: timeoutMs });
  const newest = await newestEvent(
    (query, within) => openLane({ ...source, connection }, query, within),
    fromMillis(clock()),
    signal,
  );
  return {
    reachable: line.answered(),
    authenticated: newest.read ? true : newest.problem?.code === 'UNAUTHENTICATED' ? false : null,
    clockDifferenceMs: line.clockDifferenceMs(),
    newestEventAt: newest.at,
    elapsedMs: performance.now() - started,
    problem: newest.problem,
  };
}

/** Every answer is one, even one too large to be read. */
function watched(transport: Transport, clock: () => number) {
  let answered = false;
  let differenceMs: number | null = null;
  const send: Transport['send'] = async (...asked) => {
    const sentAt = clock();
    const response = await transport.send(...asked).catch((error: unknown) => {
      answered ||= error instanceof SourceError && error.problem.code === 'RESPONSE_TOO_LARGE';
      throw error;
    });
    answered = true;
    differenceMs = clockDifferenceMs(response, { sentAt, answeredAt: clock() }) ?? differenceMs;
    return response;
  };
  return {
    transport: { ...transport, send } satisfies Transport,
    answered: () => answered,
    clockDifferenceMs: () => differenceMs,
  };
}
