import { z } from 'zod';
import { fromMillis } from '../../../src/domain/instant.ts';
import type { Exchange, Session, VendorRequest } from '../../../src/sources/adapter.ts';
import { withHeaders } from '../../../src/sources/kit/authorized.ts';
import { bodyAs } from '../../../src/sources/kit/body.ts';
import type { AcmeOptions } from './options.ts';

const BODY = z.object({ ticket: z.string().min(1), endsAt: z.number() });

export function login({ auth }: AcmeOptions): Exchange<Session | null> {
  return {
    request: { method: 'POST', path: '/login', json: { user: auth.user, password: auth.password } },
    read(response) {
      const { ticket, endsAt } = bodyAs(BODY, response);
      const headers = { authorization: `Bearer ${ticket}` };
      return { result: { headers, expiresAt: fromMillis(endsAt), renew: null }, next: null };
    },
  };
}

export function authorize(request: VendorRequest, session: Session | null): VendorRequest {
  return withHeaders(request, session?.headers);
}
