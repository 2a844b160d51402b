import { Refusal } from '../kit/refusal.ts';

export const LOGIN_PAGE =
  '<!DOCTYPE html>\n<html><head><title>Log in</title></head><body><form>Log in</form></body></html>';

/** A refusal in the form every HTTP error of the server has: `errors`, each with title, message and detail. */
export function fault(status: number, title: string, message: string, detail: string | null = null): Refusal {
  return new Refusal({ status, body: { errors: [{ title, message, detail }] } });
}

export const jwtNotAuthorized = () =>
  fault(401, 'Unauthorized', 'jwt not authorized', 'The login is unknown or has ended');
export const invalidCredentials = () => fault(401, 'Unauthorized', 'invalid credentials');

/** The login page in place of an answer: what some deployments make of a lost session, with status 200. */
export const loginPageInstead = () =>
  new Refusal({ status: 200, headers: { 'content-type': 'text/html; charset=UTF-8' }, body: LOGIN_PAGE });

/** 8.3 and newer say it in a header, older builds in the reason text only. */
export function xsrfMissing(form: 'header' | 'reason'): Refusal {
  const body = { errors: [{ title: 'Forbidden', message: 'missing xsrf', detail: null }] };
  if (form === 'header') return new Refusal({ status: 403, headers: { 'x-xsrftoken-missing': 'true' }, body });
  return new Refusal({ status: 403, reason: 'Forbidden (missing xsrf)', body: 'Forbidden (missing xsrf)' });
}
