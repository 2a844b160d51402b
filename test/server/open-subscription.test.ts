import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeArrivalCursor } from '../../src/federation/ask/arrival-cursor.ts';
import { BATCH } from '../../src/federation/follow/arrival-feed.ts';
import { SEAL } from '../fakes/seal.ts';
import { FOLLOW, messageOf, running, type WithMessage, world } from './following.ts';

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
        const reading = client(encodeArrivalCursor(arrival, SEAL), patience);
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
