import { basicAuth, type Credentials, sameCredentials } from '../kit/basic-auth.ts';
import { cookies } from '../kit/cookies.ts';
import { type Sessions, sessions } from '../kit/sessions.ts';
import type { Call } from '../kit/simulator.ts';
import { fault } from './faults.ts';
import type { RiverbedSwitches } from './switches.ts';

/** Who may in: the only account there is, and its access code for OAuth. */
export const RIVERBED_CREDENTIALS = { username: 'audit', password: 'audit-password', accessCode: 'YXVkaXQtY29kZQ' };

/** Refresh tokens of one user; one more pushes the oldest out. */
const MOST_REFRESH_TOKENS = 25;

/** Every kind of login the appliance remembers. */
export interface Logins {
  readonly access: Sessions;
  readonly signed: Sessions;
  readonly cookies: Sessions;
  readonly refresh: Sessions;
}

export function logins(switches: RiverbedSwitches): Logins {
  const life = { lifetimeMs: switches.tokenLifetimeMs, uses: switches.requestsPerLogin };
  return {
    access: sessions(life),
    signed: sessions(life),
    cookies: sessions(life),
    refresh: sessions({ lifetimeMs: switches.refreshLifetimeMs, sliding: true, most: MOST_REFRESH_TOKENS }),
  };
}

export const SESSION_COOKIE = 'session_id';

/** Refuses whoever brings no login that holds. The scheme's capital letters count. */
export function admit(call: Call, open: Logins, switches: RiverbedSwitches): void {
  const [, scheme = '', value = ''] = /^(\S+) (.+)$/.exec(call.headers.authorization ?? '') ?? [];
  const cookie = switches.cookie && scheme === '' ? cookies(call.headers.cookie).get(SESSION_COOKIE) : undefined;
  if (scheme === 'Basic' && switches.basic) checkBasic(call);
  else if (scheme === 'Bearer') demand(open.access, value);
  else if (scheme === 'SignedBearer') demand(open.signed, value);
  else if (cookie !== undefined) demand(open.cookies, cookie);
  else throw fault('AUTH_REQUIRED', 'Authentication is required');
}

export function checkCredentials(claimed: Credentials): void {
  if (!sameCredentials(claimed, RIVERBED_CREDENTIALS)) {
    throw fault('AUTH_INVALID_CREDENTIALS', 'Wrong user name or password');
  }
}

function checkBasic(call: Call): void {
  checkCredentials(basicAuth(call.headers.authorization) ?? { username: '', password: '' });
}

export function demand(open: Sessions, token: string): void {
  const found = open.use(token);
  if (found === 'expired') throw fault('AUTH_EXPIRED_TOKEN', 'The login has ended');
  if (found === 'unknown') throw fault('AUTH_INVALID_SESSION', 'The login is not known');
}
