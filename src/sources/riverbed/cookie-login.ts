import { SourceError, sourceError } from '../../lanes/source-error.ts';
import type { Exchange, Session } from '../adapter.ts';
import { fault } from './fault.ts';
import type { UserAuth } from './options.ts';

/** A login of the common API. The name of its cookie differs between products: whatever is set is sent back. */
export function cookieLogin({ username, password }: UserAuth): Exchange<Session | null> {
  return {
    request: { method: 'POST', path: '/api/common/1.0/login', json: { username, password } },
    read(response) {
      const refused = fault(response);
      if (refused) throw new SourceError(refused.problem);
      const cookie = response.setCookies.map((line) => line.split(';', 1)[0]?.trim()).join('; ');
      if (cookie === '') {
        throw sourceError('INVALID_RESPONSE', 'expected a login to set a cookie, but it set none', {
          httpStatus: response.status,
        });
      }
      return { result: { headers: { cookie }, expiresAt: null, renew: null }, next: null };
    },
  };
}
