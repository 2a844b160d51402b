import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { ExportFormat } from '../../domain/export/columns.ts';
import { InputError, shown } from '../../domain/input-error.ts';
import { formatRfc3339, type Instant } from '../../domain/instant.ts';
import type { RequestSurroundings } from '../../schema/context.ts';
import { refusal } from '../foreign.ts';
import { clientSignal } from '../request-timeout.ts';
import { type Route, sendJson } from '../routes.ts';
import { EXPORT_ARGUMENTS, type GivenExport, readExportArguments, writtenArguments } from './export-arguments.ts';
import { type ExportEnded, type ExportRun, type ExportSink, runExport } from './run-export.ts';

const CONTENT_TYPES = {
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
} as const satisfies Record<ExportFormat, string>;

export interface ExportRouteParts {
  readonly context: (signal: AbortSignal) => RequestSurroundings;
  readonly log: Logger;
}

/**
 * Streams an export. Once the first byte is sent its end alone can tell whether it is whole: then it has its trailers,
 * else the body is broken off, which no HTTP client takes for an end.
 */
export function exportRoute({ context, log }: ExportRouteParts): Route {
  return async (request, response) => {
    const refused = refusal(request);
    if (refused) return sendError(response, refused.status, 'BAD_REQUEST', refused.error);
    if (request.method !== 'GET') {
      response.setHeader('Allow', 'GET');
      return sendError(response, 405, 'BAD_REQUEST', `expected GET, but got ${request.method}`);
    }
    const surroundings = context(clientSignal(response));
    const { signal, gateway, now } = surroundings;
    const onInternal = (err: unknown) => log.error({ err }, 'an export failed');
    const begun = await begin(request, async (given): Promise<[ExportRun, ExportFormat]> => {
      const args = await readExportArguments(given);
      const run = { parts: gateway.export(args, signal), written: writtenArguments(given), by: byOf(request) };
      return [{ ...run, signal, onInternal }, args.format];
    });
    if (begun instanceof InputError) return sendError(response, 400, begun.code, begun.message);
    const [run, format] = begun;
    response.writeHead(200, head(format, now()));
    const ended = await runExport(run, sinkOf(response, signal), surroundings);
    if (signal.aborted) return;
    if (ended.failure === null) finish(response, ended);
    else await breakOff(response, ended);
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

/** No more is written than the client has room for. */
function sinkOf(response: ServerResponse, signal: AbortSignal): ExportSink {
  return {
    async write(text) {
      signal.throwIfAborted();
      if (text.length > 0 && !response.write(text)) await once(response, 'drain', { signal });
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

function sendError(response: ServerResponse, status: number, code: string, message: string): void {
  sendJson(response, status, { error: { code, message } });
}
