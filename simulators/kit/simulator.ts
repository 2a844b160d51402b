import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How much made-up data, and how the server behaves. Every vendor adds switches of its own. */
export interface SimulatorOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly events: number;
  readonly seed: number;
  /** Epoch milliseconds; the data lies in [from, to). */
  readonly from: number;
  readonly to: number;
  /** How long every answer waits. */
  readonly latencyMs: number;
}

/** A running vendor. `records` is its whole data as the vendor stores it: tests compare with it. */
export interface Simulator<Record_> {
  readonly kind: string;
  readonly url: string;
  readonly records: readonly Record_[];
  /** Every request it has answered, oldest first. */
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly status: number;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  /** The reason text of the status line; the usual one if not said. */
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** A string is sent as it is, anything else as JSON. */
  readonly body: unknown;
}

export interface Listening {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

const BODY_LIMIT_BYTES = 1_048_576;
const REMEMBERED_REQUESTS = 10_000;

/** Serves `answer` on loopback. An exception in it is a 500 with its text: a simulator's own fault must be seen. */
export async function listen(
  options: Pick<SimulatorOptions, 'port' | 'latencyMs'>,
  answer: (call: Call) => Answer | Promise<Answer>,
): Promise<Listening> {
  const requests: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const call = await readCall(request);
    if (options.latencyMs > 0) await sleep(options.latencyMs);
    const answered = await settle(() => answer(call));
    requests.push({ ...call, status: answered.status });
    if (requests.length > REMEMBERED_REQUESTS) requests.shift();
    write(response, answered);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, close: () => close(server) };
}

async function settle(answer: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await answer();
  } catch (error) {
    return { status: 500, headers: { 'content-type': 'text/plain' }, body: String(error) };
  }
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  const url = new URL(request.url ?? '/', 'http://simulator');
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function write(response: ServerResponse, answer: Answer): void {
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  const type = typeof answer.body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
  if (answer.reason !== undefined) response.statusMessage = answer.reason;
  response.writeHead(answer.status, { 'content-type': type, ...(answer.headers as Record<string, string | string[]>) });
  response.end(text);
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
