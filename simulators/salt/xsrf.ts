import { cookies } from '../kit/cookies.ts';
import type { Call } from '../kit/simulator.ts';
import { xsrfMissing } from './faults.ts';
import type { SaltSwitches } from './switches.ts';
import { xsrfToken } from './tokens.ts';

/** The double-submit check: the header must repeat the cookie, and the cookie must be one this server gave out. */
export function xsrfTokens(switches: SaltSwitches) {
  const given = new Set<string>();
  const sent = (call: Call) => decoded(cookies(call.headers.cookie).get('_xsrf'));
  const issue = () => {
    const token = xsrfToken();
    given.add(token);
    return `_xsrf=${switches.xsrfEncoded ? encodeURIComponent(token) : token}; Path=/`;
  };
  const known = (call: Call) => {
    const token = sent(call);
    return token !== undefined && given.has(token);
  };
  return {
    cookie: (call: Call) => (switches.xsrf && !known(call) ? { 'set-cookie': issue() } : {}),
    demand: (call: Call) => {
      const header = call.headers['x-xsrftoken'];
      const same = typeof header === 'string' && decoded(header) === sent(call);
      if (switches.xsrf && !(known(call) && same)) throw xsrfMissing(switches.xsrfFault);
    },
    forget: (call: Call) => {
      given.delete(sent(call) ?? '');
    },
    rotate: (call: Call): readonly string[] => {
      given.delete(sent(call) ?? '');
      return switches.xsrf ? [issue()] : [];
    },
  };
}

function decoded(text: string | undefined): string | undefined {
  return text?.replaceAll(/%7c/gi, '|');
}
