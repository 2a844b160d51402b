import { SALT_CREDENTIALS, type SaltRecord, type SaltSimulator } from '../../simulators/salt/index.ts';

export interface RpcAnswer {
  readonly riq: number | null;
  readonly ret: { readonly count: number; readonly results: readonly SaltRecord[] } | null;
  readonly error: { readonly code: number; readonly message: string; readonly detail: unknown } | null;
  readonly warnings: readonly string[];
}

export type Headers_ = Readonly<Record<string, string>>;

/** The cookie of that name an answer sets, or undefined. */
export function cookieOf(answer: Response, name: string): string | undefined {
  const set = answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`));
  return set?.slice(name.length + 1, set.indexOf(';'));
}

export async function xsrfOf(url: string): Promise<Headers_> {
  return xsrfHeaders(cookieOf(await fetch(`${url}/account/login`), '_xsrf'));
}

export function xsrfHeaders(token: string | undefined): Headers_ {
  return token === undefined ? {} : { 'x-xsrftoken': token, cookie: `_xsrf=${token}` };
}

export function postLogin(url: string, headers: Headers_, said: object = {}): Promise<Response> {
  const body = JSON.stringify({ ...SALT_CREDENTIALS, config_name: 'internal', token_type: 'jwt', ...said });
  return fetch(`${url}/account/login`, { method: 'POST', headers, body });
}

/** Both steps of the login; what it answers goes with every call. */
export async function logIn(url: string): Promise<Headers_> {
  const answer = await postLogin(url, await xsrfOf(url));
  const { jwt } = (await answer.json()) as { readonly jwt: string };
  return { ...xsrfHeaders(cookieOf(answer, '_xsrf')), authorization: `JWT ${jwt}` };
}

export function postRpc(url: string, headers: Headers_, body: unknown): Promise<Response> {
  return fetch(`${url}/rpc`, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Asks `audit.get_audit` as one who has logged in. */
export async function asker(simulator: SaltSimulator): Promise<(kwarg?: object) => Promise<RpcAnswer>> {
  const headers = await logIn(simulator.url);
  return async (kwarg = {}) => {
    const answer = await postRpc(simulator.url, headers, { resource: 'audit', method: 'get_audit', kwarg });
    return (await answer.json()) as RpcAnswer;
  };
}
