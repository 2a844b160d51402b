import { basicAuth, type Credentials, sameCredentials } from '../kit/basic-auth.ts';
import { cookies } from '../kit/cookies.ts';
import { sessions } from '../kit/sessions.ts';
import type { Answer, Call } from '../kit/simulator.ts';
import { fault, invalidCredentials, jwtNotAuthorized, LOGIN_PAGE, loginPageInstead, xsrfMissing } from './faults.ts';
import type { SaltSwitches } from './switches.ts';
import { jwt, sessionCookie } from './tokens.ts';
import { xsrfTokens } from './xsrf.ts';

/** Who may in: the only account there is. */
export const SALT_CREDENTIALS: Credentials = { username: 'audit', password: 'audit-password' };

/** XSRF, login and the check of every call. All of them refuse by throwing a Refusal. */
export interface Gate {
  loginPage(call: Call): Answer;
  logIn(call: Call): Answer;
  admit(call: Call): void;
  expireSessions(): void;
}

interface LoginBody extends Credentials {
  readonly config_name?: string;
  readonly token_type?: string;
}

export function gate(switches: SaltSwitches): Gate {
  const logins = sessions({ lifetimeMs: switches.jwtLifetimeMs, uses: switches.requestsPerLogin });
  const xsrf = xsrfTokens(switches);
  const lost = (call: Call) => {
    if (switches.lostSession === 'html') return loginPageInstead();
    if (switches.lostSession === '401') return jwtNotAuthorized();
    xsrf.forget(call);
    return xsrfMissing(switches.xsrfFault);
  };
  const holds = (call: Call) => {
    const token = /^JWT (.+)$/.exec(call.headers.authorization ?? '')?.[1] ?? cookieLogin(call);
    return token !== undefined && logins.use(token) === 'valid';
  };
  return {
    loginPage: (call) => ({
      status: 200,
      headers: { 'content-type': 'text/html; charset=UTF-8', ...xsrf.cookie(call) },
      body: LOGIN_PAGE,
    }),
    logIn: (call) => {
      xsrf.demand(call);
      const { username, token_type } = checkedLogin(call, switches);
      const token = token_type === 'jwt' ? jwt(username, switches.jwtLifetimeMs) : sessionCookie();
      logins.open(token);
      const made = token_type === 'jwt' ? { jwt: token, attributes: { username } } : { attributes: { username } };
      const set = [...xsrf.rotate(call), ...(token_type === 'jwt' ? [] : [`raas-session=${token}; HttpOnly; Path=/`])];
      return { status: 200, headers: { 'set-cookie': set }, body: switches.wrapLogin ? { data: made } : made };
    },
    admit: (call) => {
      xsrf.demand(call);
      if (switches.basic && call.headers.authorization?.startsWith('Basic ')) checkBasic(call);
      else if (!holds(call)) throw lost(call);
    },
    expireSessions: () => {
      logins.expireAll();
    },
  };
}

function checkBasic(call: Call): void {
  const claimed = basicAuth(call.headers.authorization);
  if (claimed === null || !sameCredentials(claimed, SALT_CREDENTIALS)) throw invalidCredentials();
}

function cookieLogin(call: Call): string | undefined {
  return call.headers.authorization === undefined ? cookies(call.headers.cookie).get('raas-session') : undefined;
}

function checkedLogin(call: Call, switches: SaltSwitches): LoginBody {
  const body = loginBody(call.body);
  if (body.token_type !== undefined && body.token_type !== 'jwt') {
    throw fault(
      422,
      'Unprocessable Entity',
      'token_type',
      `expected "jwt" or none, found ${JSON.stringify(body.token_type)}`,
    );
  }
  const directory = body.config_name ?? 'internal';
  if (directory !== switches.configName || !sameCredentials(body, SALT_CREDENTIALS)) throw invalidCredentials();
  return body;
}

function loginBody(text: string): LoginBody {
  const body = parsed(text) as Partial<LoginBody> | null;
  if (typeof body?.username !== 'string' || typeof body.password !== 'string') {
    throw fault(400, 'Bad Request', 'expected a JSON object with username and password');
  }
  return body as LoginBody;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fault(400, 'Bad Request', 'the body is not JSON');
  }
}
