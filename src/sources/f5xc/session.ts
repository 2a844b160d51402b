import type { Session, VendorRequest } from '../adapter.ts';
import { withHeaders } from '../kit/authorized.ts';
import type { F5xcOptions } from './options.ts';

/** There is no login: a token in each request. */
export function authorize(request: VendorRequest, _session: Session | null, { auth }: F5xcOptions): VendorRequest {
  return withHeaders(request, { authorization: `APIToken ${auth.apiToken}` });
}
