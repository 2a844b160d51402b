import { z } from 'zod';
import type { Answer, Call } from '../kit/simulator.ts';
import { bodyOf } from './body.ts';
import { checkCredentials, demand, type Logins } from './logins.ts';
import { secret } from './secret.ts';
import type { RiverbedSwitches } from './switches.ts';

const BODY = z.union([
  z.strictObject({
    user_credentials: z.strictObject({ username: z.string(), password: z.string() }),
    generate_refresh_token: z.boolean().optional(),
    state: z.string().optional(),
  }),
  z.strictObject({ refresh_token: z.string(), state: z.string().optional() }),
]);

/** POST /api/mgmt.aaa/2.0/token: credentials make a token (201), a refresh token makes another one (200). */
export function tokenService(call: Call, open: Logins, switches: RiverbedSwitches): Answer {
  const body = bodyOf(call, BODY);
  if ('refresh_token' in body) {
    demand(open.refresh, body.refresh_token);
    return { status: 200, body: { ...accessToken(open, switches), ...stateOf(body) } };
  }
  checkCredentials(body.user_credentials);
  const refresh = body.generate_refresh_token ? { refresh_token: refreshToken(open) } : {};
  return { status: 201, body: { ...accessToken(open, switches), ...refresh, ...stateOf(body) } };
}

function accessToken(open: Logins, { aaaVersion, tokenLifetimeMs }: RiverbedSwitches) {
  const access_token = secret();
  const expires_at = Math.floor(open.access.open(access_token) / 1000);
  const expires_in = aaaVersion === '1.0' ? { expires_in: Math.floor(tokenLifetimeMs / 1000) } : {};
  return { access_token, token_type: 'bearer', expires_at, ...expires_in };
}

function refreshToken(open: Logins): string {
  const token = secret();
  open.refresh.open(token);
  return token;
}

function stateOf({ state }: { readonly state?: string | undefined }) {
  return state === undefined ? {} : { state };
}
