import type { Session, VendorRequest } from '../adapter.ts';
import { withHeaders } from '../kit/authorized.ts';
import type { AstromkeyOptions } from './options.ts';

/** There is no login: a token in each request, in a header, for what stands in a URL lands in logs. */
export function authorize(request: VendorRequest, _session: Session | null, { auth }: AstromkeyOptions): VendorRequest {
  return withHeaders(request, { authorization: `Api-Token ${auth.apiToken}` });
}
