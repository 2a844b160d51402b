import { z } from 'zod';
import { sourceError } from '../../lanes/source-error.ts';
import type { Exchange, Session } from '../adapter.ts';
import { loginAnswer, TOKEN } from './login-answer.ts';

/** The blank makes it fifteen bytes, so that its base64 needs no padding, about which readers differ. */
const UNSIGNED = Buffer.from('{"alg": "none"}', 'utf8').toString('base64url');
const STATE = 'audit-gateway';

const ANSWER = z.object({ access_token: TOKEN, state: z.unknown().optional() });

/** An access code, in the form of an unsigned token, becomes an access token of the common API. */
export function accessCodeLogin(accessCode: string): Exchange<Session | null> {
  return {
    request: {
      method: 'POST',
      path: '/api/common/1.0/oauth/token',
      form: { grant_type: 'access_code', assertion: `${UNSIGNED}.${accessCode}.`, state: STATE },
    },
    read(response) {
      const { access_token: token, state } = loginAnswer(ANSWER, response);
      if (state !== STATE) {
        throw sourceError('INVALID_RESPONSE', 'expected a login to echo its state, but it gave another', {
          httpStatus: response.status,
        });
      }
      return {
        result: { headers: { authorization: `${schemeOf(token)} ${token}` }, expiresAt: null, renew: null },
        next: null,
      };
    },
  };
}

function schemeOf(token: string): string {
  const parts = token.split('.').length;
  if (parts === 1) return 'Bearer';
  if (parts === 3) return 'SignedBearer';
  throw sourceError('INVALID_RESPONSE', `expected a token of one or three parts, but got one of ${parts}`);
}
