import { fromMillis, type Instant, plus, SECOND } from '../domain/instant.ts';
import type { Json } from '../domain/json.ts';
import { type RedactionRules, redact } from '../domain/redact.ts';
import { wellFormedJson } from '../domain/text.ts';
import { type Problem, SourceError } from '../lanes/source-error.ts';
import type { Exchange, Session, SourceAdapter, VendorRequest, VendorResponse } from './adapter.ts';
import { problemOfStatus } from './reading.ts';
import type { Transport } from './transport.ts';

/** A vendor one is logged in to. Sessions are shared by all who ask, and renewed when they end, also in mid-paging. */
export interface Connection {
  /** The vendor's answer, never a fault of its own: those are thrown as `SourceError`. `sent` hears of every request. */
  send(request: VendorRequest, signal: AbortSignal, sent: () => void): Promise<VendorResponse>;
}

export interface ConnectionSettings {
  readonly rules: RedactionRules;
  /** Bounds one login, however many wait for it. */
  readonly loginTimeoutMs: number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

const LONGEST_MARGIN_US = 5 * SECOND;

export function connect<Options>(
  adapter: SourceAdapter<Options>,
  options: Options,
  transport: Transport,
  settings: ConnectionSettings,
): Connection {
  const now = () => fromMillis(settings.clock());
  let current: Promise<Login> | null = null;

  async function exchange(request: VendorRequest, session: Session | null, signal: AbortSignal) {
    const response = await transport.send(adapter.authorize(request, session, options, now()), signal);
    const fault = adapter.fault(response);
    if (fault) return { response, fault };
    return {
      response,
      fault: response.status < 400 ? null : { kind: 'problem' as const, problem: problemOfStatus(response) },
    };
  }

  /** Follows a login to its end; every step must be answered well. */
  async function follow(first: Exchange<Session | null>): Promise<Session | null> {
    const signal = AbortSignal.timeout(settings.loginTimeoutMs);
    let step: Exchange<Session | null> | null = first;
    let session: Session | null = null;
    while (step) {
      const response = await transport.send(step.request, signal);
      const fault = adapter.fault(response);
      // A login has no session to lose yet: a page in place of data (Salt's login page) is for the step itself to judge.
      if (fault && (fault.kind === 'problem' || response.status >= 400)) throw failure(fault.problem, settings.rules);
      if (response.status >= 400) throw failure(problemOfStatus(response), settings.rules);
      const done: { result: Session | null; next: Exchange<Session | null> | null } = step.read(response);
      session = done.result ?? session;
      step = done.next;
    }
    return session;
  }

  async function login(previous: Session | null): Promise<Session | null> {
    const renew = previous?.renew;
    if (renew) {
      const renewed = await follow(renew).catch((error: unknown) => {
        if (error instanceof SourceError) return null;
        throw error;
      });
      if (renewed) return renewed;
    }
    const first = adapter.login?.(options);
    return first ? follow(first) : null;
  }

  function start(previous: Session | null): Promise<Login> {
    const started = login(previous).then((session) => ({ session, at: now() }));
    started.catch(() => {
      if (current === started) current = null;
    });
    current = started;
    return started;
  }

  /** The session to use: the known one, or one new login for all who wait, when there is none, it ends, or it is `lost`. */
  async function sessionFor(lost: Session | null, signal: AbortSignal): Promise<Session | null> {
    const seen = current;
    if (seen === null) return (await race(start(null), signal)).session;
    const known = await race(seen, signal);
    if (!(known.session !== null && known.session === lost) && !endsSoon(known, now())) return known.session;
    return (await race(current === seen || current === null ? start(known.session) : current, signal)).session;
  }

  return {
    async send(request, signal, sent) {
      const session = adapter.login?.(options) ? await sessionFor(null, signal) : null;
      sent();
      const first = await exchange(request, session, signal);
      if (first.fault === null) return first.response;
      if (first.fault.kind === 'problem' || session === null) throw failure(first.fault.problem, settings.rules);
      const renewed = await sessionFor(session, signal);
      sent();
      const second = await exchange(request, renewed, signal);
      if (second.fault) throw failure(second.fault.problem, settings.rules);
      return second.response;
    },
  };
}

interface Login {
  readonly session: Session | null;
  readonly at: Instant;
}

/**
 * A session is left aside a little before the vendor would end it: a tenth of its life, at most five seconds. One that
 * ended before it began tells of clocks that differ: it serves until the vendor refuses it.
 */
function endsSoon({ session, at }: Login, now: Instant): boolean {
  if (session === null || session.expiresAt === null || session.expiresAt <= at) return false;
  return plus(now, Math.min(LONGEST_MARGIN_US, (session.expiresAt - at) / 10)) >= session.expiresAt;
}

/** A vendor's own words may hold what nobody should read. */
function failure(problem: Problem, rules: RedactionRules): SourceError {
  const clean = redact(wellFormedJson(problem as unknown as Json), rules) as unknown as Problem;
  return new SourceError(clean);
}

/** Stops waiting when the signal aborts; what is waited for goes on for the others. */
function race<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
