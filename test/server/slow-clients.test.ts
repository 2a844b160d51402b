import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { fakeConfigStore } from '../fakes/fake-config-store.ts';
import { fakeGateway } from '../fakes/fake-gateway.ts';
import { fakeSource } from '../fakes/fake-sources.ts';
import { type TestServer, testServer } from './test-server.ts';

/** A head and half of a body. */
const HALF =
  'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"qu';
const RECORD = 'mutation { recordAuditEvents(input: { events: [{ recordType: "app", action: "a" }] }) { recorded } }';
const TIMEOUT_MS = 400;
/** The machine may have much else to do; without a bound it would be more than a minute. */
const SOON_MS = 10_000;

let running: TestServer[] = [];
afterEach(async () => {
  for (const server of running) await server.stop();
  running = [];
});

async function served(...parts: Parameters<typeof testServer>): Promise<TestServer> {
  const server = await testServer(...parts);
  running.push(server);
  return server;
}

function socketTo({ url }: TestServer): Socket {
  const { hostname, port } = new URL(url);
  return connect(Number(port), hostname);
}

/** What the server says until it ends the connection, and after how long. */
async function told(socket: Socket): Promise<{ readonly text: string; readonly ms: number }> {
  const begun = performance.now();
  let text = '';
  socket.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  await new Promise<void>((resolve) => {
    socket.on('error', () => undefined).once('close', () => resolve());
  });
  return { text, ms: performance.now() - begun };
}

describe('a client that takes its time to ask', () => {
  test.each([
    ['nothing at all', ''],
    ['half of a head', 'POST /graphql HTTP/1.1\r\nHost: localhost\r\n'],
    ['half of a body', HALF],
    ['half of the body of a question that has none', 'GET /health/live HTTP/1.1\r\nContent-Length: 9\r\n\r\n'],
  ])('is cut off when the time of a request is over: %s', async (_what, sent) => {
    const server = await served({}, { requestTimeoutMs: TIMEOUT_MS });
    const socket = socketTo(server);
    socket.write(sent);
    const { ms } = await told(socket);
    expect(ms).toBeLessThan(SOON_MS);
  });

  test('is told 408', async () => {
    const server = await served({}, { requestTimeoutMs: TIMEOUT_MS });
    const socket = socketTo(server);
    socket.write(HALF);
    expect((await told(socket)).text).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('holds no place of those who ask', async () => {
    const bounds = { requestTimeoutMs: 30_000, maxConcurrentRequests: 1, maxQueuedRequests: 0 };
    const server = await served({}, bounds);
    const slow = [0, 1, 2].map(() => {
      const socket = socketTo(server);
      socket.write(HALF);
      return socket;
    });
    expect((await fetch(`${server.url}/graphql?query=%7B__typename%7D`)).status).toBe(200);
    for (const socket of slow) socket.destroy();
  });
});

test('an idle connection is closed, and another one opened for the next question', async () => {
  const server = await served();
  const socket = socketTo(server);
  socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const { text, ms } = await told(socket);
  expect(text).toMatch(/^HTTP\/1\.1 200 .*Keep-Alive: timeout=5/s);
  expect(ms).toBeLessThan(60_000);
});

describe('a request that takes too long', () => {
  const hanging = () =>
    fakeGateway({ sources: [fakeSource('gateway')], delay: () => new Promise<void>(() => undefined) });
  const ask = async ({ url }: TestServer, query: string, accept: string) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, body: await response.json() };
  };

  test.each([
    ['application/json', 200],
    ['application/graphql-response+json', 504],
  ])('is answered all the same, whatever heeds no signal (%s)', async (accept, status) => {
    const server = await served({ gateway: hanging() }, { requestTimeoutMs: TIMEOUT_MS });
    const answer = await ask(server, '{ auditEvents { totalCount } sources { key } }', accept);
    expect(answer).toEqual({
      status,
      body: {
        errors: [
          {
            message: expect.stringContaining('longer than limits.requestTimeoutMs, 400 ms'),
            extensions: {
              code: 'UPSTREAM_FAILED',
              problems: [expect.objectContaining({ source: 'gateway', code: 'TIMEOUT' })],
            },
          },
        ],
      },
    });
    expect(server.lines[0]).toMatchObject({ level: 40, err: { type: 'RequestTimeout' } });
  });

  test('says of a write that nobody knows whether it was made', async () => {
    const store = { ...fakeConfigStore().store, record: () => new Promise<never>(() => undefined) };
    const server = await served({ store }, { requestTimeoutMs: TIMEOUT_MS });
    const { body } = await ask(server, RECORD, 'application/json');
    expect(body).toMatchObject({ errors: [{ message: expect.stringContaining('is not known') }] });
  });
});

describe('admission', () => {
  function gate() {
    let open: () => void = () => undefined;
    let entered = 0;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const gateway = fakeGateway({
      sources: [fakeSource('gateway')],
      delay: async () => {
        entered += 1;
        await opened;
      },
    });
    return { gateway, open: () => open(), entered: () => entered };
  }
  const ask = (server: TestServer) =>
    fetch(`${server.url}/graphql?query=${encodeURIComponent('{ auditEvents { totalCount } }')}`, {
      headers: { accept: 'application/json' },
    });

  test('so many are worked on, so many wait, and the next one is told when to come again', async () => {
    const { gateway, open, entered } = gate();
    const server = await served({ gateway }, { maxConcurrentRequests: 2, maxQueuedRequests: 3 });
    const asked = [0, 1, 2, 3].map(() => ask(server));
    const metrics = async () => (await fetch(`${server.url}/metrics`)).text();
    await expect.poll(metrics).toContain('audit_gateway_lane_waiting{lane="requests"} 3');
    const refused = await ask(server);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await refused.json()).toEqual({
      errors: [
        {
          message: 'expected at most 3 requests to wait, but so many already do: nothing was done, try again',
          extensions: { code: 'RATE_LIMITED', retryAfterMs: 1_000 },
        },
      ],
    });
    expect(await metrics()).toContain('audit_gateway_lane_refused_total{lane="requests"} 1');
    expect(entered()).toBe(1);
    open();
    for (const answer of await Promise.all(asked)) {
      expect(await answer.json()).toEqual({ data: { auditEvents: { totalCount: 0 } } });
    }
    expect(await metrics()).toContain('audit_gateway_lane_running{lane="requests"} 0');
  });

  test('whose turn does not come in the time of his request is told so in it', async () => {
    const { gateway, open } = gate();
    const server = await served({ gateway }, { maxConcurrentRequests: 1, requestTimeoutMs: TIMEOUT_MS });
    const [first, second] = await Promise.all([ask(server), ask(server)].map(async (asked) => (await asked).json()));
    expect([first, second].map((answer) => (answer as Refused).errors[0]?.extensions.code).toSorted()).toEqual([
      'RATE_LIMITED',
      'UPSTREAM_FAILED',
    ]);
    open();
  });

  test('health, metrics and schema need no admission', async () => {
    const { gateway, open } = gate();
    const server = await served({ gateway }, { maxConcurrentRequests: 1, maxQueuedRequests: 0 });
    const held = ask(server);
    await expect.poll(async () => (await ask(server)).status).toBe(429);
    for (const path of ['/health/live', '/health/ready', '/metrics', '/schema.graphql'])
      expect((await fetch(server.url + path)).status).toBe(200);
    open();
    await held;
  });
});

interface Refused {
  readonly errors: readonly { readonly extensions: { readonly code: string } }[];
}
