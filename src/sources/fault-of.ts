import { type Problem, problem } from '../lanes/source-error.ts';
import type { Fault, SourceAdapter, VendorResponse } from './adapter.ts';
import { problemOfStatus } from './kit/problem-of-status.ts';

/**
 * What an answer means that is none; null: it is one. A redirect is never followed, whatever the vendor makes of it, for it
 * might take credentials elsewhere. Where the vendor sees nothing wrong, the status still may.
 */
export function faultOf(adapter: Pick<SourceAdapter<never>, 'fault'>, response: VendorResponse): Fault | null {
  if (response.status >= 300 && response.status < 400) return { kind: 'problem', problem: redirected(response) };
  const fault = adapter.fault(response);
  return fault || response.status < 400 ? fault : { kind: 'problem', problem: problemOfStatus(response) };
}

/** Only the host is told: a location may hold tokens. */
function redirected({ status, headers }: VendorResponse): Problem {
  const message = `expected an answer, but got a redirect (HTTP status ${status}) to ${target(headers.location)}: refused`;
  return problem('INVALID_RESPONSE', message, { httpStatus: status });
}

const HERE = 'http://here.example';

function target(location: string | undefined): string {
  if (!location || !URL.canParse(location, HERE)) return 'no readable place';
  const { host, origin } = new URL(location, HERE);
  return origin === HERE ? 'a path of the same host' : host || 'another protocol';
}
