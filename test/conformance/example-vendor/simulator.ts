import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AcmeEntry, entries } from './entries.ts';

export const ACME_CREDENTIALS = { user: 'auditor', password: 'open sesame' };

export interface AcmeSimulator {
  readonly url: string;
  readonly entries: readonly AcmeEntry[];
  /** Ends every login. */
  expireSessions(): void;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const refusal = (status: number, code: string, text: string): Answer => ({ status, body: { error: { code, text } } });

/** acme's server, as strict as its document: it refuses every name and value that it does not know. */
export async function startAcme(events = 120): Promise<AcmeSimulator> {
  const log = entries(events);
  let tickets: readonly string[] = [];

  function login(body: string): Answer {
    const { user, password } = JSON.parse(body) as Partial<typeof ACME_CREDENTIALS>;
    if (user !== ACME_CREDENTIALS.user || password !== ACME_CREDENTIALS.password) {
      return refusal(401, 'LOGIN_REFUSED', 'no such user, or another password');
    }
    const ticket = `ticket-${tickets.length + 1}-${Math.random().toString(36).slice(2)}`;
    tickets = [...tickets, ticket];
    return { status: 200, body: { ticket, endsAt: Date.now() + 3_600_000 } };
  }

  function answer(request: IncomingMessage, body: string): Answer {
    const url = new URL(request.url ?? '/', 'http://acme');
    if (request.method === 'POST' && url.pathname === '/login') return login(body);
    if (request.method !== 'GET' || url.pathname !== '/audit') return refusal(404, 'NOT_FOUND', url.pathname);
    const ticket = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    return tickets.includes(ticket) ? audit(log, url.searchParams) : refusal(401, 'SESSION_ENDED', 'log in again');
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { status, body } = answer(request, Buffer.concat(chunks).toString('utf8'));
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    entries: log,
    expireSessions: () => {
      tickets = [];
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
    },
  };
}

const KNOWN = ['from', 'until', 'order', 'limit', 'user', 'action', 'page'];
const LARGEST_LIMIT = 100;

function audit(log: readonly AcmeEntry[], query: URLSearchParams): Answer {
  const unknown = [...query.keys()].find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) return refusal(400, 'UNKNOWN_PARAMETER', unknown);
  const [from, until, limit] = ['from', 'until', 'limit'].map((name) => Number(query.get(name) ?? Number.NaN));
  const order = query.get('order') ?? '';
  if (![from, until, limit].every(Number.isSafeInteger) || !['newest', 'oldest'].includes(order)) {
    return refusal(400, 'BAD_PARAMETER', 'from, until, limit and order are needed');
  }
  const size = limit ?? 0;
  if (size < 1 || size > LARGEST_LIMIT) return refusal(400, 'BAD_PARAMETER', `limit ${size}`);
  const [user, actions] = [query.get('user')?.toLowerCase(), query.getAll('action')];
  const found = log
    .filter((entry) => Date.parse(entry.at) >= (from ?? 0) && Date.parse(entry.at) < (until ?? 0))
    .filter((entry) => user === undefined || entry.user.toLowerCase() === user)
    .filter((entry) => actions.length === 0 || actions.includes(entry.action));
  const sorted = order === 'oldest' ? found : found.toReversed();
  const start = sorted.findIndex((entry) => entry.entryId === query.get('page')) + 1;
  const page = sorted.slice(start, start + size);
  return { status: 200, body: { entries: page, next: start + size < sorted.length ? page.at(-1)?.entryId : null } };
}
