import { describe, expect, test } from 'vitest';
import { fromMillis } from '../../src/domain/instant.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { problem } from '../../src/lanes/source-error.ts';
import type { Exchange, Session, SourceAdapter, VendorRequest, VendorResponse } from '../../src/sources/adapter.ts';
import { connect } from '../../src/sources/connection.ts';
import { adapterOf, UNABLE } from '../fakes/strict-vendor.ts';

const signal = new AbortController().signal;
const answer = (status: number, text = ''): VendorResponse => ({ status, headers: {}, setCookies: [], text });
const DATA: VendorRequest = { method: 'GET', path: '/data' };

interface World {
  /** What the vendor answers, by path and session. */
  readonly reply: (request: VendorRequest) => VendorResponse | Promise<VendorResponse>;
  readonly expiresInMs?: number;
  readonly renewable?: boolean;
}

/** A vendor with numbered sessions, and a log of all that reached it. */
function world({ reply, expiresInMs, renewable }: World) {
  const log: string[] = [];
  let nowMs = 0;
  let sessions = 0;
  const begin = (path: string): Exchange<Session | null> => ({
    request: { method: 'POST', path },
    read: () => ({
      next: null,
      result: {
        headers: { session: `${++sessions}` },
        expiresAt: expiresInMs === undefined ? null : fromMillis(nowMs + expiresInMs),
        renew: renewable ? begin('/renew') : null,
      },
    }),
  });
  const adapter: SourceAdapter<object> = {
    ...adapterOf(UNABLE),
    login: () => begin('/login'),
    authorize: (request, session) => ({ ...request, headers: { ...request.headers, ...session?.headers } }),
    fault: ({ status, text }) =>
      status === 401 ? { kind: 'session', problem: problem('UNAUTHENTICATED', text || 'no session') } : null,
  };
  const transport = {
    close: async () => {},
    send: async (request: VendorRequest) => {
      log.push(`${request.path}${request.headers?.session ? `#${request.headers.session}` : ''}`);
      return reply(request);
    },
  };
  const connection = connect(adapter, {}, transport, { rules: BUILT_IN, loginTimeoutMs: 1_000, clock: () => nowMs });
  let sent = 0;
  return {
    log,
    send: () => connection.send(DATA, { signal, leftMs: () => 1_000, sent: () => void sent++ }),
    sent: () => sent,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('a session', () => {
  test('is begun once and shared by all who ask at the same time, and by those who ask later', async () => {
    const { send, log, sent } = world({ reply: () => answer(200) });
    await Promise.all([send(), send(), send()]);
    await send();
    expect(log).toEqual(['/login', '/data#1', '/data#1', '/data#1', '/data#1']);
    expect(sent()).toBe(4);
  });

  test('that is lost is begun again once by all who lost it, and what they asked is repeated', async () => {
    const { send, log, sent } = world({ reply: ({ headers }) => answer(headers?.session === '1' ? 401 : 200) });
    await Promise.all([send(), send()]);
    expect(log).toEqual(['/login', '/data#1', '/data#1', '/login', '/data#2', '/data#2']);
    expect(sent()).toBe(4);
  });

  test('that is lost again right away is a problem, not a loop', async () => {
    const { send, log } = world({
      reply: ({ path }) => answer(path === '/data' ? 401 : 200, 'token=s3cr3tvalue expired'),
    });
    await expect(send()).rejects.toMatchObject({
      problem: { code: 'UNAUTHENTICATED', message: 'token=[REDACTED] expired' },
    });
    expect(log).toEqual(['/login', '/data#1', '/login', '/data#2']);
  });

  test('is renewed before the vendor ends it', async () => {
    const { send, log, pass } = world({ reply: () => answer(200), expiresInMs: 100_000, renewable: true });
    await send();
    pass(94_000);
    await send();
    pass(2_000);
    await Promise.all([send(), send()]);
    expect(log).toEqual(['/login', '/data#1', '/data#1', '/renew', '/data#2', '/data#2']);
  });

  test('that cannot be renewed is begun anew', async () => {
    const { send, log, pass } = world({
      reply: ({ path }) => answer(path === '/renew' ? 401 : 200),
      expiresInMs: 100_000,
      renewable: true,
    });
    await send();
    pass(99_000);
    await send();
    expect(log).toEqual(['/login', '/data#1', '/renew', '/login', '/data#2']);
  });

  test('however short is used at least once', async () => {
    const { send, log, pass } = world({ reply: () => answer(200), expiresInMs: 1 });
    await send();
    pass(1);
    await send();
    expect(log).toEqual(['/login', '/data#1', '/login', '/data#2']);
  });

  test('that ends before it began, by the clock of the vendor, is used until the vendor refuses it', async () => {
    const { send, log } = world({
      reply: ({ headers }) => answer(headers?.session === '1' && log.length > 3 ? 401 : 200),
      expiresInMs: -60_000,
    });
    await send();
    await send();
    await send();
    expect(log).toEqual(['/login', '/data#1', '/data#1', '/data#1', '/login', '/data#2']);
  });

  test('that could not be begun is tried again by the next who asks', async () => {
    let refused = true;
    const { send, log } = world({ reply: ({ path }) => answer(path === '/login' && refused ? 403 : 200) });
    await expect(send()).rejects.toMatchObject({ problem: { code: 'FORBIDDEN', httpStatus: 403 } });
    refused = false;
    await send();
    expect(log).toEqual(['/login', '/login', '/data#1']);
  });
});

describe('an answer', () => {
  test.each([
    [400, 'BAD_REQUEST', false],
    [403, 'FORBIDDEN', false],
    [404, 'NOT_FOUND', false],
    [409, 'CONFLICT', false],
    [429, 'RATE_LIMITED', true],
    [500, 'UPSTREAM_ERROR', true],
    [503, 'UPSTREAM_ERROR', true],
  ])('of status %i is the problem %s', async (status, code, retryable) => {
    const { send } = world({ reply: ({ path }) => answer(path === '/data' ? status : 200) });
    await expect(send()).rejects.toMatchObject({ problem: { code, httpStatus: status, retryable } });
  });
});
