import type { Answer, Call } from '../kit/simulator.ts';
import { apiError, plain } from './fault.ts';

/** What the simulated part of the API is made of. `path` begins at /v1, as signatures want it. */
export interface Handlers {
  audits(call: Call, path: string): Answer;
  login(call: Call, body: Readonly<Record<string, unknown>>): Answer;
  logout(sessionUuid: string): Answer;
  isValid(sessionUuid: string): Answer;
  renew(sessionUuid: string): Answer;
}

const CONTEXT = '/zstack';

/** Finds the handler; an unknown path, method or body is refused as the HTTP layer does. */
export function route(call: Call, handlers: Handlers): Answer {
  const path = call.path.startsWith(`${CONTEXT}/v1/`) ? call.path.slice(CONTEXT.length) : '';
  const job = call.headers['x-job-uuid'];
  if (job !== undefined && job.length !== 32)
    throw plain(400, "Invalid header[X-Job-UUID], it must be a UUID with '-' stripped");
  if (path === '/v1/zwatch/audits') return only('GET', call, () => handlers.audits(call, path));
  if (path === '/v1/accounts/login') {
    return only('PUT', call, () => handlers.login(call, action(readBody(call), 'logInByAccount', path)));
  }
  const [, uuid, deed] = /^\/v1\/accounts\/sessions\/([^/]+)(?:\/(valid|renew))?$/.exec(path) ?? [];
  if (uuid === undefined) throw plain(404, `no api mapping to ${path || call.path}`);
  if (deed === 'valid') return only('GET', call, () => handlers.isValid(uuid));
  if (deed === 'renew') return only('PUT', call, () => handlers.renew(uuid));
  return only('DELETE', call, () => handlers.logout(uuid));
}

function only(method: string, call: Call, answer: () => Answer): Answer {
  if (call.method !== method) throw plain(405, `The method[${call.method}] is not allowed for the path[${call.path}]`);
  return answer();
}

function readBody(call: Call): unknown {
  try {
    return JSON.parse(call.body);
  } catch (error) {
    throw plain(500, `com.google.gson.JsonSyntaxException: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function action(body: unknown, name: string, path: string): Readonly<Record<string, unknown>> {
  const parameter = isObject(body) ? body[name] : undefined;
  if (!isObject(parameter)) throw plain(400, `the body doesn't contain action mapping to the URL[${path}]`);
  for (const field of ['accountName', 'password']) {
    if (parameter[field] === undefined)
      throw apiError('SYS.1007', `field[${field}] of LogInByAccount is mandatory, can not be null`);
  }
  return parameter;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
