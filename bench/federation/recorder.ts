import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';

/** A request as it came, ready to be sent again. */
export interface RecordedRequest {
  readonly origin: string;
  readonly path: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Stands before a vendor, hands everything through, and remembers what was asked. */
export interface Recorder {
  readonly url: string;
  /** What came since this was last called. */
  taken(): readonly RecordedRequest[];
  close(): Promise<void>;
}

/** What belongs to one connection, and not to the request. */
const HOP_BY_HOP: ReadonlySet<string> = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'date']);

export async function startRecorder(vendorUrl: string): Promise<Recorder> {
  const { origin, pathname } = new URL(vendorUrl);
  const agent = new Agent();
  const seen: RecordedRequest[] = [];
  const server = createServer(async (request, response) => {
    const recorded = await readRequest(request, origin);
    seen.push(recorded);
    await handThrough(recorded, response, agent);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname === '/' ? '' : pathname}`,
    taken: () => seen.splice(0),
    async close() {
      await closed(server);
      await agent.close();
    },
  };
}

async function readRequest(request: IncomingMessage, origin: string): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    HOP_BY_HOP.has(name) || value === undefined ? [] : [[name, String(value)] as const],
  );
  return {
    origin,
    path: request.url ?? '/',
    method: request.method as RecordedRequest['method'],
    headers: Object.fromEntries(headers),
    body: chunks.length === 0 ? null : Buffer.concat(chunks).toString('utf8'),
  };
}

async function handThrough(recorded: RecordedRequest, response: ServerResponse, agent: Agent): Promise<void> {
  const { statusCode, headers, body } = await agent.request(recorded);
  const text = await body.text();
  const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) || name === 'date');
  response.writeHead(statusCode, Object.fromEntries(kept) as Record<string, string>).end(text);
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
