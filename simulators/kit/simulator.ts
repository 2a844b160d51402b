import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Call } from './exchange.ts';
import { ADMIN_PATH, admin } from './faults/admin.ts';
import type { Anatomy } from './faults/anatomy.ts';
import { deliver } from './faults/deliver.ts';
import type { FaultGiven } from './faults/fault.ts';
import { type FaultBox, faultBox } from './faults/fault-box.ts';
import { pause } from './pause.ts';

export type { Answer, Call } from './exchange.ts';

/** How much made-up data, and how the server behaves. Every vendor adds switches of its own. */
export interface SimulatorOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly events: number;
  /** So many more, all in one instant in the middle of the data. */
  readonly burst: number;
  readonly seed: number;
  /** Epoch milliseconds; the data lies in [from, to). */
  readonly from: number;
  readonly to: number;
  /** How long every answer waits. */
  readonly latencyMs: number;
  /** The faults that are on from the start. */
  readonly faults: readonly FaultGiven[];
}

/** A running vendor. `records` is its whole data as the vendor stores it: tests compare with it. */
export interface Simulator<Record_> extends Listening {
  readonly kind: string;
  readonly records: readonly Record_[];
}

/** A request that was heard; `status` is 0 where nobody was left to be answered. */
export interface SeenRequest extends Call {
  readonly status: number;
}

export interface Listening {
  readonly url: string;
  /** Every request it has heard, oldest first, without those of the admin path. */
  readonly requests: readonly SeenRequest[];
  /** Switches these faults on and all others off. Throws an Error, and changes nothing, for one this vendor cannot have. */
  setFaults(faults: readonly FaultGiven[]): void;
  close(): Promise<void>;
}

const BODY_LIMIT_BYTES = 1_048_576;
const REMEMBERED_REQUESTS = 10_000;

/**
 * Serves `answer` on loopback, under the faults that are on. An exception in it is a 500 with its text: a simulator's own fault
 * must be seen.
 */
export async function listen<Row>(
  options: Pick<SimulatorOptions, 'port' | 'latencyMs' | 'faults'>,
  anatomy: Anatomy<Row>,
  answer: (call: Call) => Answer | Promise<Answer>,
): Promise<Listening> {
  const requests: SeenRequest[] = [];
  const box = faultBox(anatomy);
  box.set(options.faults);
  const server = createServer(async (request, response) => {
    const gone = goneOf(response);
    const call = await readCall(request);
    if (call === null) return;
    if (call.path === ADMIN_PATH) return deliver(response, admin(call, box), undefined, gone);
    const { status, send } = await exchange(call, box, options.latencyMs, answer, gone);
    requests.push({ ...call, status });
    if (requests.length > REMEMBERED_REQUESTS) requests.shift();
    await send(response);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, requests, setFaults: box.set, close: () => close(server) };
}

async function exchange(
  call: Call,
  box: FaultBox,
  latencyMs: number,
  answer: (call: Call) => Answer | Promise<Answer>,
  gone: AbortSignal,
): Promise<{ readonly status: number; send(response: ServerResponse): Promise<void> }> {
  const encounter = box.meet(call);
  if (!(await pause(latencyMs + encounter.waitMs, gone))) return { status: 0, send: async () => {} };
  const answered = await settle(() => encounter.answered(answer));
  return { status: answered.status, send: (response) => deliver(response, answered, encounter.delivery, gone) };
}

async function settle(answer: () => Promise<Answer>): Promise<Answer> {
  try {
    return await answer();
  } catch (error) {
    return { status: 500, headers: { 'content-type': 'text/plain' }, body: String(error) };
  }
}

function goneOf(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

/** Null for a client that left before it had said everything. */
async function readCall(request: IncomingMessage): Promise<Call | null> {
  const body = await bodyOf(request);
  if (body === null) return null;
  const url = new URL(request.url ?? '/', 'http://simulator');
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body,
  };
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= BODY_LIMIT_BYTES) chunks.push(chunk);
    }
  } catch (error) {
    if (request.complete) throw error;
    return null;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
