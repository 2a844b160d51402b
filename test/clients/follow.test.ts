import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect, createServer as createTcp, type Socket } from 'node:net';
import { createServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { follow } from './recipes/follow.ts';
import { type ClientWorld, clientWorld } from './world.ts';

let world: ClientWorld;
beforeAll(async () => {
  world = await clientWorld();
});
afterAll(() => world.close());

/** None folds into another: only what is new arrives. */
async function record(message: string): Promise<void> {
  const events = [{ action: 'create', recordType: 'shop.order', message, requestId: randomUUID() }];
  await world.ask(
    'mutation ($events: [AuditEventInput!]!) { recordAuditEvents(input: { events: $events }) { recorded } }',
    {
      events,
    },
  );
}

interface Seen {
  readonly message: string | null;
}

/** A way to the gateway that can be cut. */
async function cuttable(target: string) {
  const { port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createTcp((client) => {
    const gateway = connect(Number(port), '127.0.0.1');
    for (const socket of [client, gateway]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    client.pipe(gateway).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** Records until one of them arrives: nobody is told when a subscription has begun. */
async function recordUntil<Value>(arrived: Promise<Value>, message: string): Promise<Value> {
  let waiting = true;
  const ended = arrived.finally(() => {
    waiting = false;
  });
  while (waiting) await record(message);
  return ended;
}

test('whoever follows gets every event once, over a connection that breaks', async () => {
  const way = await cuttable(world.url);
  const over = new AbortController();
  const added = follow<Seen>(`${way.url}/graphql`, 'message', over.signal);
  await recordUntil(added.next(), 'begun');
  way.cut();
  for (const message of ['one', 'two', 'three', 'last']) await record(message);
  const seen: (string | null)[] = [];
  while (seen.at(-1) !== 'last') {
    const { value } = await added.next();
    seen.push(value?.node.message ?? null);
  }
  over.abort();
  await added.return(undefined);
  await way.close();
  expect(seen.filter((message) => message !== 'begun')).toEqual(['one', 'two', 'three', 'last']);
});

test('a wrong question is an error, not a pause', async () => {
  const never = follow(`${world.url}/graphql`, 'message', new AbortController().signal, 'no cursor');
  await expect(never.next()).rejects.toThrow(/after/);
});

test('through the proxy of a development server, pages and new events come alike', async () => {
  process.env.AUDIT_GATEWAY = world.url;
  const server = await createServer({
    root: 'test/clients/recipes',
    server: { port: 0 },
    logLevel: 'silent',
  });
  try {
    await server.listen();
    const url = `${server.resolvedUrls?.local[0]}graphql`;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ auditEvents(first: 1) { nodes { id } } }' }),
    });
    expect(await response.json()).toMatchObject({ data: { auditEvents: { nodes: [{}] } } });
    const over = new AbortController();
    const added = follow<Seen>(url, 'message', over.signal);
    expect(await recordUntil(added.next(), 'through the proxy')).toMatchObject({
      value: { node: { message: 'through the proxy' } },
    });
    over.abort();
    await added.return(undefined);
  } finally {
    await server.close();
    delete process.env.AUDIT_GATEWAY;
  }
});
