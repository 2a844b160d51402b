import { z } from 'zod';
import { fromMillis, type Instant, MILLISECOND } from '../../domain/instant.ts';
import type { Json } from '../../domain/json.ts';
import type { Exchange, Session, VendorResponse } from '../adapter.ts';
import { loginAnswer, TOKEN } from './login-answer.ts';
import type { UserAuth } from './options.ts';
import { secondsOf } from './timestamp.ts';

/** A token of AppResponse and Portal: it lives a quarter of an hour, and its refresh token gives the next one. */
export function tokenLogin({ username, password, tokenVersion }: UserAuth): Exchange<Session | null> {
  const path = `/api/mgmt.aaa/${tokenVersion}/token`;
  return askToken(path, { user_credentials: { username, password }, generate_refresh_token: true }, null);
}

/** `refreshToken`: the one that is held, for an answer that brings no new one. */
function askToken(path: string, json: Json, refreshToken: string | null): Exchange<Session | null> {
  return {
    request: { method: 'POST', path, json },
    read(response) {
      const answer = loginAnswer(ANSWER, response);
      const held = answer.refresh_token ?? refreshToken;
      const session: Session = {
        headers: { authorization: `Bearer ${answer.access_token}` },
        expiresAt: expiryOf(answer, response),
        renew: held === null ? null : askToken(path, { refresh_token: held }, held),
      };
      return { result: session, next: null };
    },
  };
}

const ANSWER = z.object({
  access_token: TOKEN,
  refresh_token: z.string().min(1).nullish(),
  expires_at: z.custom<Json>().optional(),
  expires_in: z.custom<Json>().optional(),
});

/** `expires_at` is a moment; version 1.0 tells a time to live as well, which counts from the answer's own date. */
function expiryOf(answer: z.infer<typeof ANSWER>, response: VendorResponse): Instant | null {
  const moment = secondsOf(answer.expires_at);
  if (moment !== null && moment > 0) return moment;
  const life = secondsOf(answer.expires_in);
  const answered = Date.parse(response.headers.date ?? '');
  return life === null || Number.isNaN(answered) ? null : fromMillis(answered + life / MILLISECOND);
}
