import type { Answer, Call } from '../kit/simulator.ts';
import { authInfo, cookieLogin, oauthToken, services } from './common-api.ts';
import type { RiverbedConfig } from './event.ts';
import { fault } from './faults.ts';
import { listEvents } from './list-events.ts';
import type { Log } from './log.ts';
import { admit, type Logins } from './logins.ts';
import { eventsQuery } from './query.ts';
import type { RiverbedSwitches } from './switches.ts';
import { tokenService } from './token-service.ts';

interface Appliance {
  readonly log: Log;
  readonly config: RiverbedConfig;
  readonly logins: Logins;
  readonly switches: RiverbedSwitches;
  /** Told of every login; a refreshed token is none. */
  loggedIn(call: Call, resource: string): void;
}

type Routes = Readonly<Record<string, Readonly<Record<string, (call: Call) => Answer>>>>;

/** Everything the appliance answers, by path and method; what is switched off is not there. */
export function routes({ log, config, logins, switches, loggedIn }: Appliance): Routes {
  const inside = (answer: (call: Call) => Answer) => (call: Call) => {
    admit(call, logins, switches);
    return answer(call);
  };
  const login = (resource: string, loginStatus: number, answer: (call: Call) => Answer) => (call: Call) => {
    const answered = answer(call);
    if (answered.status === loginStatus) loggedIn(call, resource);
    return answered;
  };
  const token = login('access_tokens', 201, (call) => tokenService(call, logins, switches));
  const cookie = login('login', 200, (call) => cookieLogin(call, logins));
  const oauth = login('oauth', 200, (call) => oauthToken(call, logins, switches));
  const events = inside((call) => ({
    status: 200,
    body: listEvents(log.events, config, eventsQuery(call.query, switches), switches),
  }));
  return {
    '/api/npm.audit/1.1/events': { GET: events },
    '/api/npm.audit/1.1/config': { GET: inside(() => ({ status: 200, body: config })) },
    '/api/common/1.0/auth_info': { GET: () => authInfo(switches) },
    '/api/common/1.0/services': { GET: () => services(switches) },
    ...(switches.token ? { [`/api/mgmt.aaa/${switches.aaaVersion}/token`]: { POST: token } } : {}),
    ...(switches.cookie ? { '/api/common/1.0/login': { POST: cookie } } : {}),
    ...(switches.oauth ? { '/api/common/1.0/oauth/token': { POST: oauth } } : {}),
  };
}

/** Refuses a path or a method that is not there. */
export function routeOf(table: Routes, { path, method }: Call): (call: Call) => Answer {
  const methods = table[path];
  if (methods === undefined) throw fault('RESOURCE_NOT_FOUND', `There is no resource at ${path}`);
  const route = methods[method];
  if (route === undefined) throw fault('METHOD_NOT_ALLOWED', `${method} is not allowed at ${path}`);
  return route;
}
