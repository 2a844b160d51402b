import { type Problem, problem, SourceError } from '../lanes/source-error.ts';
import type { Asker } from './asker.ts';
import type { Connection } from './connection.ts';
import { NotSent } from './not-sent.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface BreakerPolicy {
  /** So many questions in a row that all failed open it. */
  readonly failures: number;
  /** How long nothing is asked then. A vendor that wants more time gets it, up to `longestOpenMs`. */
  readonly openMs: number;
  readonly longestOpenMs: number;
  /** Milliseconds of a clock that never jumps. */
  readonly now: () => number;
  /** Hears of every state, the first one included. */
  readonly changed: (state: BreakerState) => void;
}

interface Tripped {
  readonly untilMs: number;
  readonly failures: number;
  readonly last: Problem;
}

type Circuit =
  | { readonly state: 'closed'; readonly failures: number }
  | ({ readonly state: 'open' | 'half-open' } & Tripped);

/**
 * Leaves a vendor alone that keeps failing: CIRCUIT_OPEN at once, with the last real cause in its message. When the time
 * is over one question is let through, without repeats; nobody else waits for it. It closes the circuit or opens it anew.
 * An answer that refuses the question is still an answer: it closes the circuit. Who leaves proves nothing.
 */
export function breaking(inner: Connection, policy: BreakerPolicy): Connection {
  let circuit: Circuit = { state: 'closed', failures: 0 };
  policy.changed('closed');

  function become(next: Circuit): void {
    const changes = next.state !== circuit.state;
    circuit = next;
    if (changes) policy.changed(next.state);
  }

  function open(failures: number, last: Problem): void {
    const restMs = Math.min(policy.longestOpenMs, Math.max(policy.openMs, last.retryAfterMs ?? 0));
    become({ state: 'open', untilMs: policy.now() + restMs, failures, last });
  }

  async function ask(...asked: Parameters<Connection['send']>) {
    try {
      const response = await inner.send(...asked);
      if (circuit.state === 'closed') circuit = { state: 'closed', failures: 0 };
      return response;
    } catch (error) {
      const last = meaning(error);
      if (circuit.state === 'closed' && last !== 'nothing') {
        const failures = last === 'answered' ? 0 : circuit.failures + 1;
        if (last !== 'answered' && failures >= policy.failures) open(failures, last);
        else circuit = { state: 'closed', failures };
      }
      throw error;
    }
  }

  async function probe(tripped: Tripped, ...[request, asker]: Parameters<Connection['send']>) {
    become({ ...tripped, state: 'half-open', untilMs: policy.now() + policy.openMs });
    try {
      const response = await inner.send(request, withoutRepeats(asker));
      become({ state: 'closed', failures: 0 });
      return response;
    } catch (error) {
      const last = meaning(error);
      if (last === 'answered') become({ state: 'closed', failures: 0 });
      else if (last === 'nothing') become({ ...tripped, state: 'open', untilMs: policy.now() });
      else open(tripped.failures + 1, last);
      throw error;
    }
  }

  return {
    async send(request, asker) {
      if (circuit.state === 'closed') return ask(request, asker);
      if (circuit.state === 'open' && policy.now() >= circuit.untilMs) return probe(circuit, request, asker);
      throw circuitOpen(circuit, policy.now());
    },
  };
}

/** The problem where the vendor failed; `answered` where it refused; `nothing` where it was not asked to the end. */
function meaning(error: unknown): Problem | 'answered' | 'nothing' {
  if (!(error instanceof SourceError) || error instanceof NotSent) return 'nothing';
  return error.problem.retryable ? error.problem : 'answered';
}

function withoutRepeats(asker: Asker): Asker {
  return { signal: asker.signal, leftMs: () => 0, sent: () => asker.sent() };
}

function circuitOpen({ state, untilMs, failures, last }: Tripped & { state: BreakerState }, nowMs: number) {
  const retryAfterMs = Math.max(0, Math.ceil(untilMs - nowMs));
  const when = state === 'open' ? `for another ${retryAfterMs} ms` : 'while one question finds out how it is';
  const message = `not asked ${when}, after ${failures} failures in a row; the last one: ${last.code}: ${last.message}`;
  return new SourceError(problem('CIRCUIT_OPEN', message, { retryAfterMs }));
}
