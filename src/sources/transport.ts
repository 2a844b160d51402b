import type { Readable } from 'node:stream';
import { type Dispatcher, request } from 'undici';
import { SourceError, sourceError } from '../lanes/source-error.ts';
import type { VendorRequest, VendorResponse } from './adapter.ts';
import { bodyText } from './body-text.ts';
import { ACCEPT_ENCODING, decodedBody, tooLarge } from './content-coding.ts';
import { dispatcherFor, type TlsOptions } from './dispatcher.ts';
import { jsonAsItCame } from './json-as-it-came.ts';
import { fitsHeader } from './kit/carriable.ts';
import { type ProxyChoice, proxyFor } from './proxy-for.ts';

/** Sends one request and gives its whole answer. Throws `SourceError` UNREACHABLE, TIMEOUT, RESPONSE_TOO_LARGE or INVALID_RESPONSE. */
export interface Transport {
  send(request: VendorRequest, signal: AbortSignal): Promise<VendorResponse>;
  close(): Promise<void>;
}

export interface TransportOptions {
  /** Everything a request's path is below; may end in a prefix. */
  readonly url: string;
  readonly tls: TlsOptions | null;
  /** Left out, the environment decides. */
  readonly proxy?: ProxyChoice | undefined;
  /** Of an answer as it travels, and of what comes out of its codings. */
  readonly maxResponseBytes: number;
}

/** The one place where the gateway speaks HTTP to anybody. Redirects are answers like any other: they are not followed. */
export function createTransport(options: TransportOptions): Transport {
  const agent = dispatcherFor(options.tls, proxyFor(options.url, options.proxy ?? null, process.env));
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
  mustBeCarried(what);
  try {
    const answer = await request(urlOf(what, options.url), {
      method: what.method,
      headers: {
        accept: 'application/json',
        'accept-encoding': ACCEPT_ENCODING,
        ...bodyType(what),
        ...what.headers,
      },
      body: bodyOf(what),
      dispatcher,
      signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const head = { status: answer.statusCode, ...headersOf(answer.headers) };
    return { ...head, text: await textOf(answer.body, head, options.maxResponseBytes) };
  } catch (cause) {
    return throwFor(cause, signal);
  }
}

/** What a source gave to be sent back, a token or a cookie, may be what nothing can carry. */
function mustBeCarried({ path, query = [], headers = {} }: VendorRequest): void {
  const header = Object.entries(headers).find(([, value]) => !fitsHeader(value))?.[0];
  const inUrl = [path, ...query.flat()].every((text) => text.isWellFormed());
  if (header === undefined && inUrl) return;
  const where = header === undefined ? 'the URL' : `the header ${header}`;
  throw sourceError('INVALID_RESPONSE', `expected a text that can be sent back in ${where}, but got one that cannot`);
}

export function urlOf(what: VendorRequest, base: string): string {
  const query = (what.query ?? []).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  return `${base.replace(/\/+$/, '')}${what.path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

function bodyOf(what: VendorRequest): string | null {
  if (what.json !== undefined) return jsonAsItCame(what.json);
  return what.form ? new URLSearchParams(what.form).toString() : null;
}

function bodyType(what: VendorRequest): Record<string, string> {
  if (what.json !== undefined) return { 'content-type': 'application/json' };
  return what.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
}

/** What says itself that it is too large is not read at all. */
function mustBeWithin(length: string | undefined, maxBytes: number): void {
  if (Number(length ?? 0) > maxBytes) throw tooLarge(maxBytes);
}

/** A refusal is one by its status: that its words cannot be read does not hide it. */
async function textOf(body: Readable, head: Omit<VendorResponse, 'text'>, maxBytes: number): Promise<string> {
  try {
    mustBeWithin(head.headers['content-length'], maxBytes);
    const bytes = await decodedBody(body, head.headers['content-encoding'] ?? '', maxBytes);
    return bodyText(bytes, head.headers['content-type'] ?? '');
  } catch (error) {
    body.on('error', () => {}).destroy();
    if (!(error instanceof SourceError) || error.problem.code !== 'INVALID_RESPONSE') throw error;
    if (head.status >= 300) return '';
    throw new SourceError({ ...error.problem, httpStatus: head.status }, { cause: error.cause });
  }
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

const REFUSED_BY_PROXY = /^Proxy response \((\d+)\)/;

/** What an error of the network means; the caller's own reason where its signal aborted. */
function throwFor(cause: unknown, signal: AbortSignal): never {
  if (signal.aborted) throw signal.reason;
  if (cause instanceof SourceError) throw cause;
  const refused = cause instanceof Error ? REFUSED_BY_PROXY.exec(cause.message)?.[1] : undefined;
  if (refused !== undefined) {
    const message = `expected an answer, but the proxy refused the connection (HTTP status ${refused})`;
    throw sourceError('UNREACHABLE', message, {}, { cause });
  }
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  throw sourceError('UNREACHABLE', `expected an answer, but the connection failed (${code})`, {}, { cause });
}
