import { RIVERBED_CREDENTIALS, type RiverbedEvent } from '../../simulators/riverbed/index.ts';

export type Sent = Readonly<Record<string, string>>;

export interface EventsBody {
  readonly items: readonly RiverbedEvent[];
  readonly meta?: Readonly<Record<string, number>>;
}

export interface TokenBody {
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_at: number;
  readonly expires_in?: number;
  readonly refresh_token?: string;
  readonly state?: string;
}

const { username, password } = RIVERBED_CREDENTIALS;

export const BASIC: Sent = { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };

export function postJson(url: string, path: string, body: unknown): Promise<Response> {
  return fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
}

export function postToken(url: string, body: object = {}, version = '2.0'): Promise<Response> {
  return postJson(url, `/api/mgmt.aaa/${version}/token`, { user_credentials: { username, password }, ...body });
}

export function refresh(url: string, refresh_token: string | undefined): Promise<Response> {
  return postJson(url, '/api/mgmt.aaa/2.0/token', { refresh_token });
}

export async function tokenOf(answer: Response | Promise<Response>): Promise<TokenBody> {
  return (await (await answer).json()) as TokenBody;
}

export async function bearer(url: string): Promise<Sent> {
  return { authorization: `Bearer ${(await tokenOf(postToken(url))).access_token}` };
}

/** GET /events with the query, which stands as it is sent. */
export function getEvents(url: string, query = '', headers: Sent = BASIC): Promise<Response> {
  return fetch(`${url}/api/npm.audit/1.1/events?${query}`, { headers });
}

export async function listed(url: string, query = ''): Promise<EventsBody> {
  return (await (await getEvents(url, query)).json()) as EventsBody;
}

/** The status of an answer and the id of its error, if it is one. */
export async function outcome(answer: Response | Promise<Response>): Promise<readonly [number, unknown]> {
  const told = await answer;
  return [told.status, ((await told.json()) as { readonly error_id?: string }).error_id];
}
