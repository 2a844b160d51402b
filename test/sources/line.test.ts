import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { SourceError } from '../../src/lanes/source-error.ts';
import type { Exchange, Session, SourceAdapter, VendorRequest } from '../../src/sources/adapter.ts';
import type { BreakerState } from '../../src/sources/breaker.ts';
import { type Line, type LineSettings, openLine, type Patience } from '../../src/sources/open-line.ts';
import { adapterOf, UNABLE } from '../fakes/strict-vendor.ts';
import { type AnAsker, anAsker } from './an-asker.ts';

const DATA: VendorRequest = { method: 'GET', path: '/data' };
const LOGIN: Exchange<Session | null> = {
  request: { method: 'POST', path: '/login' },
  read: () => ({ result: { headers: { session: '1' }, expiresAt: null, renew: null }, next: null }),
};
const ADAPTER: SourceAdapter<object> = adapterOf(UNABLE);

type Answer = number | 'hang' | 'reset' | 'stall' | ((response: ServerResponse) => void);

interface World {
  readonly line: Line;
  readonly log: readonly string[];
  readonly outcomes: readonly string[];
  readonly states: readonly BreakerState[];
  readonly sockets: ReadonlySet<Socket>;
  /** Resolves when the next request has arrived. */
  arrival(): Promise<void>;
  ask(asker?: AnAsker, request?: VendorRequest): Promise<unknown>;
}

interface Settings {
  /** What is answered, one after another; then 200. */
  readonly answers: readonly Answer[];
  readonly login?: boolean;
  readonly patience?: Partial<Patience>;
  readonly more?: Partial<LineSettings>;
}

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((clean) => clean()));
});

/** A vendor on a port of its own, and the whole line to it. Pauses between repeats take no time. */
async function world({ answers, login = false, patience = {}, more = {} }: Settings): Promise<World> {
  const left = [...answers];
  const log: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    log.push(request.url ?? '');
    reply(left.shift() ?? 200, request, response);
    server.emit('arrived');
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const url = await listening(server);
  const outcomes: string[] = [];
  const states: BreakerState[] = [];
  const settings = { url, tls: null, maxConcurrent: null, requestsPerSecond: null, timeoutMs: 60_000, ...more };
  const line = openLine(login ? { ...ADAPTER, login: () => LOGIN } : ADAPTER, {}, settings, {
    rules: BUILT_IN,
    clock: () => 0,
    observe: (outcome) => outcomes.push(outcome),
    breaker: (state) => states.push(state),
    patience: { baseMs: 0, capMs: 0, ...patience },
  });
  cleanups.push(async () => {
    await line.transport.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    line,
    log,
    outcomes,
    states,
    sockets,
    arrival: async () => void (await once(server, 'arrived')),
    ask: (asker = anAsker(), request = DATA) =>
      line.connection.send(request, asker).then(
        ({ text }) => text,
        (error: unknown) => (error instanceof SourceError ? error.problem : error),
      ),
  };
}

function reply(answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  if (answer === 'reset') request.socket.destroy();
  else if (answer === 'stall') response.writeHead(200).write('[');
  else if (typeof answer === 'function') answer(response);
  else if (answer !== 'hang') response.writeHead(answer).end(answer === 200 ? '[]' : 'no');
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a data request', () => {
  test.each<[string, Answer]>([
    ['a reset connection', 'reset'],
    ['status 429', 429],
    ['status 502', 502],
    ['status 503', 503],
    ['status 504', 504],
  ])('is repeated after %s, and every try is counted and observed', async (_, answer) => {
    const { ask, log, outcomes } = await world({ answers: [answer, answer] });
    const asker = anAsker();
    expect(await ask(asker)).toBe('[]');
    expect({ log, counted: asker.requests(), observed: outcomes.length }).toEqual({
      log: ['/data', '/data', '/data'],
      counted: 3,
      observed: 3,
    });
  });

  test.each([400, 401, 403, 404, 409, 422, 500])('is not repeated after status %i', async (status) => {
    const { ask, log } = await world({ answers: [status] });
    expect(await ask()).toMatchObject({ httpStatus: status });
    expect(log).toEqual(['/data']);
  });

  test('that hangs is given up for another try', async () => {
    const { ask, log, outcomes } = await world({ answers: ['hang'], patience: { tryShare: 0.001 } });
    expect(await ask()).toBe('[]');
    expect({ log, outcomes }).toEqual({ log: ['/data', '/data'], outcomes: ['TIMEOUT', 'ok'] });
  });

  test('whose answer stalls is given up for another try', async () => {
    const { ask, outcomes } = await world({ answers: ['stall'], patience: { tryShare: 0.001 } });
    expect(await ask()).toBe('[]');
    expect(outcomes).toEqual(['TIMEOUT', 'ok']);
  });

  test('that advances a cursor is repeated only where it cannot have arrived', async () => {
    const { ask, log } = await world({ answers: [503] });
    expect(await ask(anAsker(), { ...DATA, effect: 'advances' })).toMatchObject({ httpStatus: 503 });
    expect(log).toEqual(['/data']);
    const nowhere = await world({ answers: [], more: { url: 'http://127.0.0.1:1' } });
    const asker = anAsker();
    expect(await nowhere.ask(asker, { ...DATA, effect: 'advances' })).toMatchObject({ code: 'UNREACHABLE' });
    expect(asker.requests()).toBe(3);
  });

  test('is given up at once with its real cause when the vendor wants a longer pause than there is time', async () => {
    const slow: Answer = (response) => response.writeHead(429, { 'retry-after': '3600' }).end();
    const { ask, log } = await world({ answers: [slow] });
    expect(await ask()).toMatchObject({ code: 'RATE_LIMITED', httpStatus: 429, retryAfterMs: 3_600_000 });
    expect(log).toEqual(['/data']);
  });

  test('that is asked by several at the same time is sent once', async () => {
    const { ask, log } = await world({ answers: [503] });
    const askers = [anAsker(), anAsker()];
    expect(await Promise.all(askers.map((asker) => ask(asker)))).toEqual(['[]', '[]']);
    expect({ log, counted: askers.map(({ requests }) => requests()) }).toEqual({
      log: ['/data', '/data'],
      counted: [2, 2],
    });
  });
});

describe('a login', () => {
  test.each<[string, Answer, string]>([
    ['a reset connection', 'reset', 'UNREACHABLE'],
    ['status 503', 503, 'UPSTREAM_ERROR'],
    ['status 429', 429, 'RATE_LIMITED'],
  ])('is not repeated after %s, for it may have arrived', async (_, answer, code) => {
    const { ask, log } = await world({ answers: [answer], login: true });
    expect(await ask()).toMatchObject({ code });
    expect(log).toEqual(['/login']);
  });

  test('is repeated where nobody can have heard it', async () => {
    const { ask, outcomes } = await world({ answers: [], login: true, more: { url: 'http://127.0.0.1:1' } });
    const asker = anAsker();
    expect(await ask(asker)).toMatchObject({ code: 'UNREACHABLE' });
    expect({ outcomes, counted: asker.requests() }).toEqual({
      outcomes: ['UNREACHABLE', 'UNREACHABLE', 'UNREACHABLE'],
      counted: 0,
    });
  });

  test('ends when nobody waits for it any more, and is begun anew by the next who asks', async () => {
    const { ask, log, arrival, outcomes } = await world({ answers: ['hang'], login: true });
    const asker = anAsker();
    const arrived = arrival();
    const asked = ask(asker);
    await arrived;
    const reason = new Error('left');
    asker.leave(reason);
    expect(await asked).toBe(reason);
    expect(await ask()).toBe('[]');
    expect({ log, outcomes }).toEqual({ log: ['/login', '/login', '/data'], outcomes: ['ABORTED', 'ok', 'ok'] });
  });
});

describe('a redirect', () => {
  test.each([
    ['https://elsewhere.example:8443/x?token=s3cr3t', 'elsewhere.example:8443'],
    ['/login', 'a path of the same host'],
    ['//other.example/x', 'other.example'],
    ['mailto:a@b', 'another protocol'],
    ['http://[', 'no readable place'],
  ])('to %s is refused, and told without its secrets', async (location, told) => {
    const { ask, log } = await world({ answers: [(response) => response.writeHead(302, { location }).end('<html>')] });
    expect(await ask()).toEqual({
      code: 'INVALID_RESPONSE',
      message: `expected an answer, but got a redirect (HTTP status 302) to ${told}: refused`,
      httpStatus: 302,
      retryable: false,
      retryAfterMs: null,
      vendor: null,
    });
    expect(log).toEqual(['/data']);
  });

  test('is refused in a login too', async () => {
    const away: Answer = (response) => response.writeHead(301, { location: 'https://elsewhere.example/' }).end();
    const { ask, log } = await world({ answers: [away], login: true });
    expect(await ask()).toMatchObject({ code: 'INVALID_RESPONSE', httpStatus: 301 });
    expect(log).toEqual(['/login']);
  });
});

describe('when all who asked have left', () => {
  test.each<[string, Answer]>([
    ['before it is answered', 'hang'],
    ['in the middle of its answer', 'stall'],
  ])('a request is ended %s, and its socket closed', async (_, answer) => {
    const { ask, arrival, sockets, log } = await world({ answers: [answer] });
    const askers = [anAsker(), anAsker()];
    const arrived = arrival();
    const asked = askers.map((asker) => ask(asker));
    await arrived;
    const [socket] = sockets;
    const closed = new Promise((resolve) => socket?.once('close', resolve));
    for (const asker of askers) asker.leave(new Error('left'));
    expect(await Promise.all(asked)).toEqual([new Error('left'), new Error('left')]);
    await closed;
    expect(log).toEqual(['/data']);
  });
});

describe('a source that keeps failing', () => {
  test('is left alone, tells why, and is asked again once it may have recovered', async () => {
    const failing = Array.from({ length: 9 }, () => 503);
    const { ask, log, states } = await world({ answers: failing, patience: { openMs: 60_000 } });
    for (let asked = 0; asked < 3; asked += 1) await ask();
    expect(await ask()).toMatchObject({
      code: 'CIRCUIT_OPEN',
      message: expect.stringContaining('the last one: UPSTREAM_ERROR: HTTP status 503: no'),
    });
    expect({ sent: log.length, states }).toEqual({ sent: 9, states: ['closed', 'open'] });
    const recovered = await world({ answers: failing, patience: { openMs: 0 } });
    for (let asked = 0; asked < 3; asked += 1) await recovered.ask();
    expect(await recovered.ask()).toBe('[]');
    expect(recovered.states).toEqual(['closed', 'open', 'half-open', 'closed']);
  });
});
