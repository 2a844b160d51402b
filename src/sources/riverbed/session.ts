import type { Exchange, Session, VendorRequest } from '../adapter.ts';
import { basicAuth, withHeaders } from '../kit/authorized.ts';
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
  const basic =
    'method' in auth && auth.method === 'basic' ? { authorization: basicAuth(auth.username, auth.password) } : {};
  return withHeaders(request, session?.headers, basic);
}
