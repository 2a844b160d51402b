import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RewritingProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** A body as bytes in a coding, which is named. */
export interface Coded {
  readonly bytes: Buffer;
  readonly coding: string;
}

/** Stands in front of a vendor: asks it what it is asked, and gives its answers on, their bodies rewritten, without the headers `dropped`. */
export async function rewritingProxy(
  vendorUrl: string,
  rewrite: (body: string) => string | Coded,
  dropped: readonly string[] = [],
): Promise<RewritingProxy> {
  const server = createServer(async (incoming, outgoing) => {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const { host: _, connection: __, 'content-length': ___, 'accept-encoding': ____, ...headers } = incoming.headers;
      const answer = await fetch(vendorUrl + incoming.url, {
        method: incoming.method ?? 'GET',
        headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
        redirect: 'manual',
        ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
      });
      for (const [name, value] of answer.headers) {
        if (
          !['content-length', 'content-encoding', 'connection', 'set-cookie', 'transfer-encoding', ...dropped].includes(
            name,
          )
        )
          outgoing.setHeader(name, value);
      }
      outgoing.sendDate = !dropped.includes('date');
      outgoing.setHeader('set-cookie', answer.headers.getSetCookie());
      const body = rewrite(await answer.text());
      if (typeof body !== 'string') outgoing.setHeader('content-encoding', body.coding);
      outgoing.writeHead(answer.status).end(typeof body === 'string' ? body : body.bytes);
    } catch (error) {
      outgoing.destroy(error as Error);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
