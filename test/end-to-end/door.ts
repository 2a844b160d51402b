import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way through TCP to a server, which the test can shut. */
export interface Door {
  readonly port: number;
  /** How often clients have sent something through it. */
  readonly heard: number;
  /** Breaks all connections, and each new one at once. */
  cut(): void;
  /** Nothing gets through any more in either direction, and nobody is told. */
  hang(): void;
  /** Everything gets through again, what was held back included. */
  open(): void;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

export async function openDoor(to: { readonly hostname: string; readonly port: string }): Promise<Door> {
  const pairs = new Set<Pair>();
  let state: 'open' | 'cut' | 'hanging' = 'open';
  let heard = 0;

  const listener = createServer((client) => {
    client.on('error', () => undefined);
    if (state === 'cut') {
      client.resetAndDestroy();
      return;
    }
    const server = connect(Number(to.port), to.hostname);
    const pair = { client, server };
    pairs.add(pair);
    server.on('error', () => client.destroy());
    client.on('data', () => {
      heard += 1;
    });
    client.once('close', () => {
      pairs.delete(pair);
      server.destroy();
    });
    server.once('close', () => client.destroy());
    if (state === 'open') join(pair);
    else part(pair);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(0, '127.0.0.1', resolve);
  });

  const cut = () => {
    state = 'cut';
    for (const { client } of pairs) client.resetAndDestroy();
  };
  return {
    port: portOf(listener),
    get heard() {
      return heard;
    },
    cut,
    hang() {
      state = 'hanging';
      for (const pair of pairs) part(pair);
    },
    open() {
      if (state === 'hanging') for (const pair of pairs) join(pair);
      state = 'open';
    },
    close() {
      cut();
      return new Promise((resolve) => listener.close(() => resolve()));
    },
  };
}

function join({ client, server }: Pair): void {
  client.pipe(server);
  server.pipe(client);
}

function part({ client, server }: Pair): void {
  for (const socket of [client, server]) socket.unpipe().pause();
}

function portOf(listener: Server): number {
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return address.port;
}
