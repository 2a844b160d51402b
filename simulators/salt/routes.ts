import type { Answer, Call } from '../kit/simulator.ts';
import { fault } from './faults.ts';
import type { Gate } from './gate.ts';
import { answerRpc, type RpcCall } from './rpc.ts';
import type { SaltSwitches } from './switches.ts';

export type Routes = Readonly<Record<string, Readonly<Record<string, (call: Call) => Answer>>>>;

/** What the server answers, by path and method. `run` gives the `ret` of a call; `loggedIn` is told of every login. */
export function routes(
  door: Gate,
  run: (call: RpcCall) => unknown,
  loggedIn: () => void,
  { prefix, permitted, validation }: SaltSwitches,
): Routes {
  const logIn = (call: Call) => {
    const answer = door.logIn(call);
    loggedIn();
    return answer;
  };
  const rpc = (call: Call) => {
    door.admit(call);
    if (!permitted) throw fault(403, 'Forbidden', 'not authorized', 'no permission for audit.get_audit');
    return answerRpc(call.body, run, validation);
  };
  return {
    [`${prefix}/account/login`]: { GET: door.loginPage, POST: logIn },
    [`${prefix}/rpc`]: { POST: rpc },
  };
}

/** Refuses a path or a method that is not there. */
export function routeOf(table: Routes, { path, method }: Call): (call: Call) => Answer {
  const methods = table[path];
  if (methods === undefined) throw fault(404, 'Not Found', `no resource at ${path}`);
  const route = methods[method];
  if (route === undefined) throw fault(405, 'Method Not Allowed', `${method} is not allowed at ${path}`);
  return route;
}
