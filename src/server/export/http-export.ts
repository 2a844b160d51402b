import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { ExportFormat } from '../../domain/export/columns.ts';
import { InputError, shown } from '../../domain/input-error.ts';
import { formatRfc3339, type Instant } from '../../domain/instant.ts';
import { Busy, type Turnstile } from '../../lanes/turnstile.ts';
import type { RequestSurroundings } from '../../schema/context.ts';
import { refusal } from '../foreign.ts';
import type { Metrics } from '../metrics.ts';
import { ReaderStoodStill, requestEnd } from '../request-timeout.ts';
import { type Route, sendJson } from '../routes.ts';
import { watchReader } from '../watch-reader.ts';
import { EXPORT_ARGUMENTS, type GivenExport, readExportArguments, writtenArguments } from './export-arguments.ts';
import { type ExportEnded, type ExportRecorder, type ExportRun, type ExportSink, runExport } from './run-export.ts';

const CONTENT_TYPES = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
} as const satisfies Record<ExportFormat, string>;

export interface ExportRouteParts {
  readonly context: (signal: AbortSignal) => RequestSurroundings;
  /** Where exports are written down. */
  readonly recorder: ExportRecorder;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'stoodStill'>;
  readonly requestTimeoutMs: number;
  readonly readerTimeoutMs: number;
  /** Where an export waits for its turn. */
  readonly turns: Turnstile;
}

/**
 * Streams an export. Once the first byte is sent its end alone can tell whether it is whole: then it has its trailers,
 * else the body is broken off, which no HTTP client takes for an end.
 */
export function exportRoute(parts: ExportRouteParts): Route {
  const { context, recorder, log, metrics, requestTimeoutMs, readerTimeoutMs, turns } = parts;
  return async (request, response) => {
    const refused = refusal(request);
    if (refused) return sendError(response, refused.status, 'BAD_REQUEST', refused.error);
    if (request.method !== 'GET') {
      response.setHeader('Allow', 'GET');
      return sendError(response, 405, 'BAD_REQUEST', `expected GET, but got ${request.method}`);
    }
    const end = requestEnd(response, requestTimeoutMs);
    const { signal, gateway } = context(end.signal);
    const onInternal = (err: unknown) => log.error({ err }, 'an export failed');
    const begun = await begin(request, async (given): Promise<[ExportRun, ExportFormat]> => {
      const args = await readExportArguments(given);
      const run = { parts: gateway.export(args, signal), written: writtenArguments(given), by: byOf(request) };
      return [{ ...run, signal, onInternal }, args.format];
    });
    if (begun instanceof InputError) return sendError(response, 400, begun.code, begun.message);
    const [run, format] = begun;
    end.untimed('exports');
    const leave = await turn(turns, request, signal);
    if (leave instanceof Busy) return sendBusy(response, leave);
    if (leave === null) return;
    try {
      watchReader(response, readerTimeoutMs, () => {
        metrics.stoodStill('/export');
        end.now(new ReaderStoodStill(readerTimeoutMs));
      });
      response.writeHead(200, head(format, recorder.now())).flushHeaders();
      const ended = await runExport(run, sinkOf(response, signal), recorder);
      if (signal.reason instanceof ReaderStoodStill) log.warn({ err: signal.reason }, 'an export was given up');
      if (signal.aborted) response.destroy();
      else if (ended.failure === null) finish(response, ended);
      else await breakOff(response, ended);
    } finally {
      leave();
    }
  };
}

async function begin<Begun>(
  request: IncomingMessage,
  work: (given: GivenExport) => Promise<Begun>,
): Promise<Begun | InputError> {
  try {
    return await work(givenIn(request));
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

function givenIn({ url = '/' }: IncomingMessage): GivenExport {
  const { searchParams } = new URL(url, 'http://localhost');
  const names = [...searchParams.keys()];
  const unknown = names.find((name) => !(EXPORT_ARGUMENTS as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new InputError(unknown, `an argument among ${EXPORT_ARGUMENTS.join(', ')}`, shown(unknown));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new InputError(twice, 'it to be given once', 'it twice');
  return Object.fromEntries(searchParams);
}

function byOf({ socket, headers }: IncomingMessage): ExportRun['by'] {
  return { client: { ip: socket.remoteAddress, userAgent: headers['user-agent'] } };
}

function head(format: ExportFormat, now: Instant): Record<string, string> {
  const moment = formatRfc3339(now).slice(0, 19).replaceAll(':', '-');
  return {
    'Content-Type': CONTENT_TYPES[format],
    'Content-Disposition': `attachment; filename="audit-events-${moment}Z.${format}"`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    Trailer: 'X-Export-Status, X-Export-Events',
  };
}

/** Null: the client left while it waited. */
async function turn(turns: Turnstile, { socket }: IncomingMessage, signal: AbortSignal) {
  try {
    return await turns.enter({ who: String(socket.remoteAddress), until: null, signal });
  } catch (error) {
    if (error instanceof Busy) return error;
    return null;
  }
}

/** What is handed to the socket at once, so that it can be seen how far the client has read. */
const PIECE_BYTES = 64 * 1024;

/** No more is written than the client has room for. */
function sinkOf(response: ServerResponse, signal: AbortSignal): ExportSink {
  return {
    async write(text) {
      const bytes = typeof text === 'string' ? Buffer.from(text) : text;
      for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
        signal.throwIfAborted();
        if (!response.write(bytes.subarray(start, start + PIECE_BYTES))) await once(response, 'drain', { signal });
      }
    },
  };
}

function finish(response: ServerResponse, { events }: ExportEnded): void {
  response.addTrailers({ 'X-Export-Status': 'complete', 'X-Export-Events': String(events) });
  response.end();
}

/** The last chunk and the trailers, without the empty line that would end them: the body is not whole. */
async function breakOff(response: ServerResponse, { events, failure }: ExportEnded): Promise<void> {
  brokenOff.add(response);
  const { socket } = response;
  if (socket === null || !response.chunkedEncoding) return void response.destroy();
  socket.write(`0\r\nX-Export-Status: failed ${failure?.code}\r\nX-Export-Events: ${events}\r\n`);
  socket.destroySoon();
}

/** Answers that ended this way: no fault of their clients. */
export const brokenOff = new WeakSet<ServerResponse>();

function sendBusy(response: ServerResponse, { code, message, retryAfterMs }: Busy): void {
  response.setHeader('Retry-After', Math.ceil(retryAfterMs / 1_000));
  sendJson(response, 429, { error: { code, message, retryAfterMs } });
}

function sendError(response: ServerResponse, status: number, code: string, message: string): void {
  sendJson(response, status, { error: { code, message } });
}
