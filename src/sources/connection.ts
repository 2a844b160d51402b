import { fromMillis, type Instant, plus, SECOND } from '../domain/instant.ts';
import type { RedactionRules } from '../domain/redact.ts';
import { containedWork } from '../lanes/contained-work.ts';
import { type Problem, SourceError, sourceError } from '../lanes/source-error.ts';
import { type Together, together } from '../lanes/together.ts';
import type { Exchange, Session, SourceAdapter, VendorRequest, VendorResponse } from './adapter.ts';
import type { Asker } from './asker.ts';
import { cleanly, cleanProblem } from './clean-problem.ts';
import { deadline } from './deadline.ts';
import { faultOf } from './fault-of.ts';
import { fitsHeader } from './kit/carriable.ts';
import { once, type Repeat } from './repeat.ts';
import type { Transport } from './transport.ts';
import { isWorthRepeating, neverConnected } from './worth-repeating.ts';

/** A vendor one is logged in to. Sessions are shared by all who ask, and renewed when they end, also in mid-paging. */
export interface Connection {
  /** The vendor's answer, never a fault of its own: those are thrown as `SourceError`, without secrets. */
  send(request: VendorRequest, asker: Asker): Promise<VendorResponse>;
}

export interface ConnectionSettings {
  readonly rules: RedactionRules;
  /** Bounds one login, however many wait for it. */
  readonly loginTimeoutMs: number;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /**
   * How requests are repeated; left out: each is made once. Data requests are reads, repeated where they may be answered
   * a moment later. A login is repeated only where it cannot have reached the vendor: it may count, lock and be audited.
   */
  readonly repeat?: Repeat;
}

/** More requests than any login takes. */
export const MOST_LOGIN_STEPS = 16;

function endlessLogin(): SourceError {
  const message = `expected a login to end, but it went on after ${MOST_LOGIN_STEPS} requests`;
  return sourceError('INVALID_RESPONSE', message);
}

const LONGEST_MARGIN_US = 5 * SECOND;

export function connect<Options>(
  adapter: SourceAdapter<Options>,
  options: Options,
  transport: Transport,
  settings: ConnectionSettings,
): Connection {
  const now = () => fromMillis(settings.clock());
  const { repeat = once } = settings;
  let current: Together<Login> | null = null;

  /** One data request and its repeats. A lost session is no failure yet. */
  function ask(request: VendorRequest, session: Session | null, asker: Asker): Promise<Asked> {
    const attempt = async () => {
      asker.sent();
      const response = await transport.send(adapter.authorize(request, session, options, now()), asker.signal);
      const fault = faultOf(adapter, response);
      if (fault?.kind === 'problem') throw failure(fault.problem, settings.rules);
      return { response, lost: fault?.problem ?? null };
    };
    const advances = request.effect === 'advances';
    return repeat(attempt, asker, (error) => neverConnected(error) || (!advances && isWorthRepeating(error)));
  }

  /** Follows a login to its end; every step must be answered well. */
  async function follow(first: Exchange<Session | null>, signal: AbortSignal): Promise<Session | null> {
    const limit = deadline(settings.loginTimeoutMs, signal);
    try {
      let step: Exchange<Session | null> | null = first;
      let session: Session | null = null;
      for (let steps = 0; step; steps += 1) {
        if (steps >= MOST_LOGIN_STEPS) throw endlessLogin();
        const { request, read }: Exchange<Session | null> = step;
        const response = await repeat(() => transport.send(request, limit.signal), limit, neverConnected);
        const fault = faultOf(adapter, response);
        // A login has no session to lose yet: a page in place of data (Salt's login page) is for the step itself to judge.
        const isForStep = fault?.kind === 'session' && response.status < 400;
        if (fault && !isForStep) throw failure(fault.problem, settings.rules);
        const done: { result: Session | null; next: Exchange<Session | null> | null } = cleanly(
          () => read(response),
          settings.rules,
        );
        session = done.result ?? session;
        if (done.result) mustBeCarriable(done.result);
        step = done.next;
      }
      return session;
    } finally {
      limit.close();
    }
  }

  async function login(previous: Session | null, signal: AbortSignal): Promise<Session | null> {
    const renew = previous?.renew;
    if (renew) {
      const renewed = await containedWork(() => follow(renew, signal), signal).catch((error: unknown) => {
        if (error instanceof SourceError) return null;
        throw error;
      });
      if (renewed) return renewed;
    }
    const first = adapter.login?.(options);
    return first ? follow(first, signal) : null;
  }

  function start(previous: Session | null): Together<Login> {
    const forget = () => {
      if (current === started) current = null;
    };
    const begin = async (signal: AbortSignal) => {
      try {
        return { session: await login(previous, signal), at: now() };
      } catch (error) {
        forget();
        throw error;
      }
    };
    const started = together<Login>(begin, forget);
    current = started;
    return started;
  }

  /** The session to use: the known one, or one new login for all who wait, when there is none, it ends, or it is `lost`. */
  async function sessionFor(lost: Session | null, signal: AbortSignal): Promise<Session | null> {
    const seen = current;
    if (seen === null) return (await start(null).join(signal)).session;
    const known = await seen.join(signal);
    if (!(known.session !== null && known.session === lost) && !endsSoon(known, now())) return known.session;
    const next = current === seen || current === null ? start(known.session) : current;
    return (await next.join(signal)).session;
  }

  async function send(request: VendorRequest, asker: Asker): Promise<VendorResponse> {
    const session = adapter.login?.(options) ? await sessionFor(null, asker.signal) : null;
    const first = await ask(request, session, asker);
    if (first.lost === null) return first.response;
    if (session === null) throw failure(first.lost, settings.rules);
    const second = await ask(request, await sessionFor(session, asker.signal), asker);
    if (second.lost === null) return second.response;
    throw failure(second.lost, settings.rules);
  }

  return {
    send: (request, asker) => containedWork(() => send(request, asker), asker.signal, settings.rules),
  };
}

interface Asked {
  readonly response: VendorResponse;
  /** What is reported if a new session does not help; null: the response is an answer. */
  readonly lost: Problem | null;
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

/** A session that no request can carry would be held, and fail, for ever. */
function mustBeCarriable({ headers }: Session): void {
  const name = Object.keys(headers).find((each) => !fitsHeader(headers[each] ?? ''));
  if (name === undefined) return;
  throw sourceError('INVALID_RESPONSE', `expected a login to give what the header ${name} can carry, but it did not`);
}

function failure(problem: Problem, rules: RedactionRules): SourceError {
  return new SourceError(cleanProblem(problem, rules));
}
