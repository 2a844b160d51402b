import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeArrivalCursor } from '../../src/federation/ask/arrival-cursor.ts';
import { BATCH } from '../../src/federation/follow/arrival-feed.ts';
import type { HttpParts } from '../../src/server/http.ts';
import { type FakeArrivalsOptions, fakeArrivals } from '../fakes/fake-arrivals.ts';
import { fakeEvent, fakeSource } from '../fakes/fake-sources.ts';
import { gatewayOf, NOON } from '../fakes/gateway-of.ts';
import { type EventStream, openStream } from './event-stream.ts';
import { type TestServer, testServer } from './test-server.ts';

const FOLLOW = `subscription ($filter: AuditEventFilter, $after: String) {
  auditEventAdded(filter: $filter, after: $after) { cursor node { id message } }
}`;

const running: TestServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

async function world(more: Partial<HttpParts> = {}, options: FakeArrivalsOptions = {}) {
  const arrivals = fakeArrivals(options);
  const gateway = gatewayOf(
    [fakeSource('riverbed', 'branch', { mode: 'archive' }), fakeSource('gateway')],
    () => NOON,
    arrivals,
  );
  const server = await testServer({ gateway }, more);
  running.push(server);
  const follow = (variables: Record<string, unknown> = {}, method: 'POST' | 'GET' = 'POST', accept?: string) =>
    openStream(server.url, { query: FOLLOW, variables }, method, accept);
  const arrive = (message: string) => arrivals.arrive(fakeEvent('gateway', message, { message }));
  const metrics = async () => (await fetch(`${server.url}/metrics`)).text();
  return { arrivals, server, follow, arrive, metrics };
}

interface Added<Node> {
  readonly data: { readonly auditEventAdded: { readonly cursor: string; readonly node: Node } };
}
type WithMessage = Added<{ readonly message: string }>;
type WithPeriod = Added<{ source: { auditConfig: { retention: { period: number } } } }>;

const messageOf = async (stream: EventStream) => (await stream.answer<WithMessage>()).data.auditEventAdded.node.message;

describe('a subscription', () => {
  it.each(['POST', 'GET'] as const)('is a stream of server-sent events, asked by %s', async (method) => {
    const { follow, arrive } = await world();
    const stream = await follow({}, method);
    expect([stream.response.status, stream.response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    expect(stream.response.headers.get('x-accel-buffering')).toBe('no');
    const arrival = arrive('hello');
    expect(await stream.answer()).toEqual({
      data: {
        auditEventAdded: { cursor: encodeArrivalCursor(arrival), node: { id: expect.any(String), message: 'hello' } },
      },
    });
    stream.leave();
  });

  it('comes as such to who accepts anything', async () => {
    const { follow, arrive } = await world();
    const stream = await follow({}, 'POST', '*/*');
    arrive('hello');
    expect(await messageOf(stream)).toBe('hello');
    stream.leave();
  });

  it('is refused to who does not accept it, and nothing is followed', async () => {
    const { follow, arrivals } = await world();
    const { response } = await follow({}, 'POST', 'application/json');
    expect([response.status, await response.json()]).toEqual([
      406,
      {
        errors: [
          {
            message: 'accept: expected text/event-stream for a subscription, but got "application/json"',
            extensions: { code: 'BAD_REQUEST' },
          },
        ],
      },
    ]);
    expect(arrivals.listeners()).toBe(0);
  });

  it.each([
    ['a damaged cursor', { after: '' }, /^after: expected the cursor of .* but got ""$/],
    [
      'an unknown source',
      { filter: { sources: ['x'] } },
      /^filter\.sources: expected source keys among branch, gateway/,
    ],
    ['an ill-formed text', { filter: { text: 'a\u0000' } }, /^filter\.text: expected a text without U\+0000/],
  ])('with %s is one answer with an error, and complete', async (_what, variables, message) => {
    const { follow, arrivals } = await world();
    const stream = await follow(variables);
    expect(await stream.answer()).toMatchObject({
      errors: [
        { message: expect.stringMatching(message), path: ['auditEventAdded'], extensions: { code: 'BAD_USER_INPUT' } },
      ],
    });
    expect(await stream.next()).toEqual({ event: 'complete', data: '' });
    expect(await stream.next()).toBeNull();
    expect(arrivals.listeners()).toBe(0);
  });

  it('that is too complex is refused before it begins', async () => {
    const { server, arrivals } = await world();
    const deep = `${'cause { '.repeat(9)}code${' }'.repeat(9)}`;
    const query = `subscription { auditEventAdded { node { source { sync { lastProblem { vendor { ${deep} } } } } } } }`;
    const stream = await openStream(server.url, { query });
    expect(await stream.answer()).toEqual({
      errors: [
        {
          message: 'query: expected a depth of at most 12, but got 16',
          extensions: { code: 'QUERY_TOO_COMPLEX' },
        },
      ],
    });
    expect(await stream.next()).toMatchObject({ event: 'complete' });
    expect(arrivals.listeners()).toBe(0);
  });

  it('from another site is refused', async () => {
    const { server } = await world();
    const asked = new URLSearchParams({ query: 'subscription { auditEventAdded { cursor } }' });
    const response = await fetch(`${server.url}/graphql?${asked}`, {
      headers: { accept: 'text/event-stream', 'sec-fetch-site': 'cross-site' },
    });
    expect(response.status).toBe(403);
  });

  it('ends with a masked error when the store fails, and can be resumed', async () => {
    let failing = true;
    const { follow, arrive, server } = await world(
      {},
      {
        delay: async () => {
          if (failing) throw new Error('password=hush');
        },
      },
    );
    const after = encodeArrivalCursor(0);
    const stream = await follow({ after });
    expect(await stream.answer()).toEqual({
      errors: [{ message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    expect(await stream.next()).toEqual({ event: 'complete', data: '' });
    expect(server.lines).toMatchObject([{ level: 50, msg: 'a resolver failed' }, { type: 'subscription' }]);
    failing = false;
    arrive('later');
    const again = await follow({ after });
    expect(await messageOf(again)).toBe('later');
    again.leave();
  });

  it('looks up anew for every event what it looked up for the last', async () => {
    let asked = 0;
    const arrivals = fakeArrivals();
    const auditConfig = async () => {
      asked += 1;
      return { enabled: true, periodDays: asked, records: 0, disabledTypes: [] };
    };
    const gateway = gatewayOf(
      [fakeSource('riverbed', 'branch', { mode: 'archive', auditConfig })],
      () => NOON,
      arrivals,
    );
    const server = await testServer({ gateway });
    running.push(server);
    const query = 'subscription { auditEventAdded { node { source { auditConfig { retention { period } } } } } }';
    const stream = await openStream(server.url, { query });
    const periods: unknown[] = [];
    for (const key of ['a', 'b']) {
      arrivals.arrive(fakeEvent('branch', key));
      periods.push((await stream.answer<WithPeriod>()).data.auditEventAdded.node.source.auditConfig.retention.period);
    }
    expect(periods).toEqual([1, 2]);
    stream.leave();
  });
});

describe('an open subscription', () => {
  it('outlives the time that a request may take', async () => {
    const { follow, arrive } = await world({ requestTimeoutMs: 500 });
    const stream = await follow();
    await new Promise((resolve) => setTimeout(resolve, 800));
    arrive('late');
    expect(await messageOf(stream)).toBe('late');
    stream.leave();
  });

  it('lets go of the store when its client goes away', async () => {
    const { follow, arrivals, arrive, server } = await world();
    const stream = await follow();
    arrive('hello');
    await stream.answer();
    expect(arrivals.listeners()).toBe(1);
    stream.leave();
    await expect.poll(() => arrivals.listeners()).toBe(0);
    await expect
      .poll(() => server.lines)
      .toMatchObject([{ msg: 'request', status: 499, type: 'subscription', field: 'auditEventAdded' }]);
  });

  it('is counted while it is open, and is no latency', async () => {
    const { follow, metrics } = await world();
    const streams = [await follow(), await follow()];
    expect(await metrics()).toContain('audit_gateway_subscriptions 2');
    for (const stream of streams) stream.leave();
    await expect.poll(metrics).toContain('audit_gateway_subscriptions 0');
    const text = await metrics();
    expect(text).toContain('audit_gateway_http_requests_total{route="/graphql",method="POST",status="499"} 2');
    expect(text).not.toMatch(/seconds_count\{.*(subscription|route="\/graphql")/);
  });

  it('is completed when the gateway stops', async () => {
    const { follow, arrivals, arrive, server } = await world();
    const stream = await follow();
    arrive('last');
    expect(await messageOf(stream)).toBe('last');
    const stopped = server.stop();
    expect(await stream.next()).toEqual({ event: 'complete', data: '' });
    expect(await stream.next()).toBeNull();
    await stopped;
    expect(arrivals.listeners()).toBe(0);
    running.length = 0;
  });

  it('does not keep the gateway from stopping when nobody reads it', async () => {
    const { server, arrivals, arrive } = await world();
    const socket = unread(server.url);
    await expect.poll(() => arrivals.listeners()).toBe(1);
    for (let count = 0; count < 3 * BATCH; count++) arrive(LARGE);
    await standstill(() => arrivals.reads.length);
    await server.stop();
    expect(arrivals.listeners()).toBe(0);
    socket.destroy();
    running.length = 0;
  });

  it('is refused while so many as may be are open, and let in when one of them has ended', async () => {
    const { follow, arrivals } = await world({ maxSubscriptions: 1 });
    const first = await follow();
    const refused = await follow();
    expect(refused.response.status).toBe(429);
    expect(await refused.response.clone().text()).toContain('RATE_LIMITED');
    first.leave();
    await expect.poll(() => arrivals.listeners()).toBe(0);
    expect((await follow()).response.status).toBe(200);
  });

  it('is cut off when its client has stood still for its time, and counted', async () => {
    const { server, arrivals, arrive, metrics } = await world({ readerTimeoutMs: 400 });
    const socket = unread(server.url);
    await expect.poll(() => arrivals.listeners()).toBe(1);
    for (let count = 1; count < 10 * BATCH; count++) arrive(LARGE);
    await expect.poll(() => arrivals.listeners(), { timeout: 20_000 }).toBe(0);
    expect(await metrics()).toMatch(/audit_gateway_readers_stood_still_total\{[^}]*\} 1/);
    socket.destroy();
  });

  it('is not read for while its client does not read', async () => {
    const { server, arrivals, arrive } = await world();
    const socket = unread(server.url);
    await expect.poll(() => arrivals.listeners()).toBe(1);
    const batches = 10;
    for (let count = 1; count < batches * BATCH; count++) arrive(LARGE);
    arrive('the last');
    await standstill(() => arrivals.reads.length);
    expect(arrivals.reads.length).toBeLessThan(batches / 2);
    await new Promise<void>((resolve) => {
      let tail = '';
      socket.on('data', (chunk) => {
        tail = (tail + chunk.toString()).slice(-200);
        if (tail.includes('"the last"')) resolve();
      });
      socket.resume();
    });
    expect(arrivals.reads.length).toBeGreaterThanOrEqual(batches);
    socket.destroy();
  });
});

/** A few of these fill what the sockets of both ends hold. */
const LARGE = 'x'.repeat(50_000);

/** Resolves when a number no longer changes. */
async function standstill(read: () => number): Promise<void> {
  let before = -1;
  const changed = () => {
    const now = read();
    const moved = now !== before;
    before = now;
    return moved;
  };
  await expect.poll(changed, { interval: 200, timeout: 10_000 }).toBe(false);
}

/** A client that sends its question and reads nothing of the answer. */
function unread(url: string) {
  const { hostname, port } = new URL(url);
  const body = JSON.stringify({ query: FOLLOW });
  const socket = connect(Number(port), hostname);
  socket.pause();
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  return socket;
}

describe('a client over HTTP', () => {
  it('that disconnects at random and resumes sees every event once', async () => {
    const total = 150;
    const all = Array.from({ length: total }, (_, index) => `event ${index}`);
    const { follow, arrive } = await world({}, { holes: () => 2 });
    const client = async (after: string, patience: Iterator<number>) => {
      const seen: string[] = [];
      let last = after;
      for (let turn = 0; seen.length < total; turn++) {
        const stream = await follow({ after: last }, turn % 2 === 0 ? 'POST' : 'GET');
        const until = Math.min(total, seen.length + (patience.next().value ?? 1));
        while (seen.length < until) {
          const { cursor, node } = (await stream.answer<WithMessage>()).data.auditEventAdded;
          seen.push(node.message);
          last = cursor;
        }
        stream.leave();
      }
      return seen;
    };
    let arrival = 0;
    const steps = fc.infiniteStream(fc.nat(20));
    await fc.assert(
      fc.asyncProperty(steps, steps, async (patience, turns) => {
        const reading = client(encodeArrivalCursor(arrival), patience);
        const coming = [...all];
        while (coming.length > 0) {
          for (const message of coming.splice(0, turns.next().value)) arrival = arrive(message);
          await new Promise((resolve) => setImmediate(resolve));
        }
        expect(await reading).toEqual(all);
      }),
      { numRuns: 5 },
    );
  });
});
