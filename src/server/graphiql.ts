import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { EXAMPLE_QUERIES } from './example-queries.ts';

/** GraphiQL as one page that holds all it needs: nine megabytes, so made once, at the first request, and sent compressed. */
export interface GraphiqlPage {
  readonly html: Buffer;
  readonly gzipped: Buffer;
  readonly etag: string;
}

/** Scripts and styles stand in the page itself, workers are made from blobs; nothing may be loaded from anywhere else. */
export const GRAPHIQL_POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' blob:",
  "style-src 'unsafe-inline'",
  'worker-src blob:',
  "img-src 'self' data:",
  'font-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

let page: Promise<GraphiqlPage> | null = null;

export function graphiqlPage(): Promise<GraphiqlPage> {
  page ??= render();
  return page;
}

async function render(): Promise<GraphiqlPage> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = Buffer.from(
    renderGraphiQL({
      title: 'Audit gateway',
      favicon: 'data:,',
      endpoint: '/graphql',
      defaultTabs: EXAMPLE_QUERIES.map((query) => ({ query, variables: '{}' })),
    }),
  );
  const gzipped = await promisify(gzip)(html, { level: constants.Z_DEFAULT_COMPRESSION });
  return { html, gzipped, etag: `"${createHash('sha256').update(html).digest('base64url')}"` };
}

/** A person's browser that opens the address, rather than a program; a link may carry a query for it to show. */
export function wantsPage({ method, headers }: IncomingMessage): boolean {
  return (method === 'GET' || method === 'HEAD') && /\btext\/html\b/.test(headers.accept ?? '');
}
