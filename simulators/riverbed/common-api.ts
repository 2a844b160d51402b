import { z } from 'zod';
import type { Answer, Call } from '../kit/simulator.ts';
import { bodyOf } from './body.ts';
import { fault } from './faults.ts';
import { checkCredentials, type Logins, RIVERBED_CREDENTIALS, SESSION_COOKIE } from './logins.ts';
import { secret } from './secret.ts';
import type { RiverbedSwitches } from './switches.ts';

/** GET /api/common/1.0/auth_info: which ways in are open; no login is needed to ask. */
export function authInfo({ basic, cookie, oauth }: RiverbedSwitches): Answer {
  const offered = { BASIC: basic, COOKIE: cookie, OAUTH_2_0: oauth };
  const supported_methods = Object.entries(offered).flatMap(([name, open]) => (open ? [name] : []));
  return { status: 200, body: { supported_methods } };
}

/** GET /api/common/1.0/services. */
export function services({ token, aaaVersion }: RiverbedSwitches): Answer {
  const aaa = token ? [{ id: 'mgmt.aaa', versions: [aaaVersion] }] : [];
  return { status: 200, body: [{ id: 'common', versions: ['1.0'] }, { id: 'npm.audit', versions: ['1.1'] }, ...aaa] };
}

const LOGIN = z.object({ username: z.string(), password: z.string() });

/** POST /api/common/1.0/login: credentials make a cookie. */
export function cookieLogin(call: Call, open: Logins): Answer {
  checkCredentials(bodyOf(call, LOGIN));
  const session = secret(48);
  open.cookies.open(session);
  return {
    status: 200,
    headers: { 'set-cookie': `${SESSION_COOKIE}=${session}; Path=/; HttpOnly` },
    body: { session_key: SESSION_COOKIE, session_id: session },
  };
}

/** POST /api/common/1.0/oauth/token: an access code, wrapped as an unsigned JWT, makes a token; `state` is echoed. */
export function oauthToken(call: Call, open: Logins, { signedBearer }: RiverbedSwitches): Answer {
  if (!call.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    throw fault('REQUEST_INVALID_INPUT', 'expected a form, application/x-www-form-urlencoded');
  }
  const form = new URLSearchParams(call.body);
  if (form.get('grant_type') !== 'access_code')
    throw fault('REQUEST_INVALID_INPUT', 'grant_type: expected access_code');
  if (accessCodeOf(form.get('assertion') ?? '') !== RIVERBED_CREDENTIALS.accessCode) {
    throw fault('AUTH_INVALID_CREDENTIALS', 'The access code is not known');
  }
  const token = signedBearer ? [16, 40, 40].map((digits) => secret(digits)).join('.') : secret();
  (signedBearer ? open.signed : open.access).open(token);
  return { status: 200, body: { access_token: token, state: form.get('state') } };
}

/** The middle of `base64url({"alg":"none"}).<code>.`, or null where the form is another. */
function accessCodeOf(assertion: string): string | null {
  const [header = '', code = '', signature, ...more] = assertion.split('.');
  if (signature !== '' || more.length > 0) return null;
  return /^\{\s*"alg"\s*:\s*"none"\s*\}$/.test(Buffer.from(header, 'base64url').toString('utf8')) ? code : null;
}
