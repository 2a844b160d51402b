import type { Session, VendorRequest } from '../adapter.ts';
import type { F5xcOptions } from './options.ts';

/** There is no login: a token in each request. */
export function authorize(request: VendorRequest, _session: Session | null, { auth }: F5xcOptions): VendorRequest {
  return { ...request, headers: { ...request.headers, authorization: `APIToken ${auth.apiToken}` } };
}
