import { type IncomingMessage, request } from 'node:http';
import type { SourceKey } from '../../src/domain/event.ts';
import { isJsonObject, type Json } from '../../src/domain/json.ts';
import type { ExportArguments } from '../../src/federation/ask/asked-export.ts';
import { ExportIncomplete, type ExportPart, type ViewerGateway } from '../../src/federation/gateway.ts';
import { problem } from '../../src/lanes/source-error.ts';
import { type FakeConfigStore, fakeConfigStore } from '../fakes/fake-config-store.ts';
import { fakeGateway } from '../fakes/fake-gateway.ts';
import { fakeSource } from '../fakes/fake-sources.ts';
import { type TestServer, testServer } from './test-server.ts';

export const line = (text: string): ExportPart => ({ text, count: 1, reached: null });
export const incomplete = new ExportIncomplete([
  {
    source: 'f5' as SourceKey,
    problem: problem('TIMEOUT', 'f5: "too"\nlate'),
    missing: [{ from: 0, until: 1e6 }] as never,
  },
]);

export interface World {
  readonly server: TestServer;
  readonly asked: ExportArguments[];
  readonly recorded: FakeConfigStore['batches'];
}

/** A server whose export gives what `parts` yields. */
export async function exporting(
  parts: (signal: AbortSignal) => AsyncIterable<ExportPart>,
  work: (world: World) => Promise<void>,
  storeFailure?: Error,
): Promise<void> {
  const asked: ExportArguments[] = [];
  const exported: ViewerGateway['export'] = (args, signal) => {
    asked.push(args);
    return parts(signal);
  };
  const { store, batches } = fakeConfigStore(storeFailure);
  const gateway = fakeGateway({ sources: [fakeSource('gateway'), fakeSource('f5xc', 'f5')], exported });
  const server = await testServer({ gateway, store });
  try {
    await work({ server, asked, recorded: batches });
  } finally {
    await server.stop();
  }
}

export async function* whole() {
  yield line('{"n":1}\n');
  yield line('{"n":2}\n');
}
export async function* failing() {
  yield line('{"n":1}\n');
  throw incomplete;
}

export interface Got {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly trailers: IncomingMessage['trailers'];
  readonly text: string;
  readonly error: string | null;
}

/** By node's plain client. */
export function got(
  url: string,
  options: { readonly method?: string; readonly headers?: Record<string, string> } = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      const end = (error: Error | null) =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          trailers: response.trailers,
          text: Buffer.concat(chunks).toString(),
          error: error && String((error as NodeJS.ErrnoException).code),
        });
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => end(null)).on('error', end);
    });
    sent.on('error', reject).end();
  });
}

export function detailsOf({ recorded }: World) {
  const [batch] = recorded;
  const [event] = batch?.events ?? [];
  const raw: Json = event?.raw ?? null;
  return { event, details: isJsonObject(raw) ? raw.details : null };
}
