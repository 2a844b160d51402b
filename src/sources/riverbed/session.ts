import type { Exchange, Session, VendorRequest } from '../adapter.ts';
import { accessCodeLogin } from './access-code-login.ts';
import { cookieLogin } from './cookie-login.ts';
import type { RiverbedOptions } from './options.ts';
import { tokenLogin } from './token-login.ts';

/** Every login is an event in the very log that is read: sessions are kept, and renewed rather than opened anew. */
export function login({ auth }: RiverbedOptions): Exchange<Session | null> | null {
  if ('accessCode' in auth) return accessCodeLogin(auth.accessCode);
  switch (auth.method) {
    case 'token':
      return tokenLogin(auth);
    case 'cookie':
      return cookieLogin(auth);
    case 'basic':
      return null;
  }
}

export function authorize(request: VendorRequest, session: Session | null, { auth }: RiverbedOptions): VendorRequest {
  const basic = 'method' in auth && auth.method === 'basic' ? { authorization: basicOf(auth) } : {};
  return { ...request, headers: { ...request.headers, ...session?.headers, ...basic } };
}

function basicOf({ username, password }: { readonly username: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
