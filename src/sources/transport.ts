import { readFileSync } from 'node:fs';
import { Agent, type Dispatcher, request } from 'undici';
import { sourceError } from '../lanes/source-error.ts';
import type { VendorRequest, VendorResponse } from './adapter.ts';

/** Sends one request and gives its whole answer. Throws `SourceError` UNREACHABLE, TIMEOUT or RESPONSE_TOO_LARGE. */
export interface Transport {
  send(request: VendorRequest, signal: AbortSignal): Promise<VendorResponse>;
  close(): Promise<void>;
}

export interface TransportOptions {
  /** Everything a request's path is below; may end in a prefix. */
  readonly url: string;
  readonly tls: { readonly caFile?: string | undefined; readonly insecure?: boolean | undefined } | null;
  readonly maxResponseBytes: number;
}

const CONNECT_TIMEOUT_MS = 5_000;

/** The one place where the gateway speaks HTTP to anybody. Redirects are answers like any other: they are not followed. */
export function createTransport(options: TransportOptions): Transport {
  const agent = new Agent({
    connect: {
      timeout: CONNECT_TIMEOUT_MS,
      ...(options.tls?.insecure ? { rejectUnauthorized: false } : {}),
      ...(options.tls?.caFile ? { ca: readFileSync(options.tls.caFile, 'utf8') } : {}),
    },
  });
  return {
    send: (what, signal) => exchange(what, options, agent, signal),
    close: () => agent.destroy(),
  };
}

async function exchange(
  what: VendorRequest,
  options: TransportOptions,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<VendorResponse> {
  try {
    const answer = await request(urlOf(what, options.url), {
      method: what.method,
      headers: { accept: 'application/json', ...bodyType(what), ...what.headers },
      body: bodyOf(what),
      dispatcher,
      signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const text = await textWithin(answer.body, options.maxResponseBytes);
    return { status: answer.statusCode, ...headersOf(answer.headers), text };
  } catch (cause) {
    return throwFor(cause, signal);
  }
}

export function urlOf(what: VendorRequest, base: string): string {
  const query = (what.query ?? []).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return `${base.replace(/\/+$/, '')}${what.path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

function bodyOf(what: VendorRequest): string | null {
  if (what.json !== undefined) return JSON.stringify(what.json);
  return what.form ? new URLSearchParams(what.form).toString() : null;
}

function bodyType(what: VendorRequest): Record<string, string> {
  if (what.json !== undefined) return { 'content-type': 'application/json' };
  return what.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
}

async function textWithin(body: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) {
      throw sourceError('RESPONSE_TOO_LARGE', `expected an answer of at most ${maxBytes} bytes, but got more`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function headersOf(given: Record<string, string | string[] | undefined>) {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  const cookies = given['set-cookie'];
  return {
    headers: Object.fromEntries(
      entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : `${value}`]),
    ),
    setCookies: cookies === undefined ? [] : [cookies].flat(),
  };
}

/** What an error of the network means; the caller's own reason where its signal aborted. */
function throwFor(cause: unknown, signal: AbortSignal): never {
  if (signal.aborted) throw signal.reason;
  if (cause instanceof Error && cause.name === 'SourceError') throw cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  throw sourceError('UNREACHABLE', `expected an answer, but the connection failed (${code})`, {}, { cause });
}
