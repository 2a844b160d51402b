import type { Answer, Call } from '../exchange.ts';
import type { Anatomy } from './anatomy.ts';
import { type FaultOf, fault } from './fault.ts';
import { needed, type Steps } from './step.ts';

const PAGE =
  '<!DOCTYPE html>\n<html><head><title>Service</title></head><body><h1>The service is not available</h1></body></html>';
const HTML = { 'content-type': 'text/html; charset=utf-8' };
const RATE_LIMIT = 50;

/** Another answer in the vendor's place. */
export const REFUSAL_STEPS: Steps<'status' | 'tooLong' | 'refusedCursor' | 'html' | 'redirect'> = {
  status: (fault, anatomy) => {
    const common: readonly FaultOf<'status'>['form'][] = ['own', 'text', 'html', 'empty'];
    if (![...common, ...anatomy.forms].includes(fault.form))
      throw new Error(`${anatomy.kind} cannot have the fault status: it has no form ${fault.form}`);
    return {
      instead: (call) => {
        const refusal = refusalOf(fault, anatomy, call);
        return { ...refusal, headers: { ...refusal.headers, ...waitHeaders(fault) } };
      },
    };
  },
  tooLong: ({ most, status }) => ({ instead: (call) => (lengthOf(call) > most ? { status, body: '' } : null) }),
  refusedCursor: ({ status, kind }, anatomy) => {
    const cursor = needed(anatomy.page.cursor, kind, anatomy, 'cursor');
    const refusing = fault.parse({ kind: 'status', status, message: 'The page key is not known' }) as FaultOf<'status'>;
    return { instead: (call) => (cursor.asked(call) === null ? null : anatomy.refusal(refusing, call)) };
  },
  html: () => ({ instead: () => ({ status: 200, headers: HTML, body: PAGE }) }),
  redirect: ({ to }) => ({ instead: () => ({ status: 302, headers: { location: to }, body: '' }) }),
};

function lengthOf({ path, query, body }: Call): number {
  return path.length + query.toString().length + body.length;
}

function refusalOf(fault: FaultOf<'status'>, anatomy: Anatomy<unknown>, call: Call): Answer {
  const { status, form, message = 'The service is not available' } = fault;
  switch (form) {
    case 'text':
      return { status, body: message };
    case 'html':
      return { status, headers: HTML, body: PAGE };
    case 'empty':
      return { status, body: '' };
    case 'own':
    case 'xml':
    case 'rpc':
      return anatomy.refusal(fault, call);
  }
}

function waitHeaders({ retryAfter, retryAfterForm, rateLimit }: FaultOf<'status'>): Readonly<Record<string, string>> {
  const resetMs = Date.now() + (retryAfter ?? 1) * 1000;
  const wait =
    retryAfterForm === 'date' ? new Date(Math.ceil(resetMs / 1000) * 1000).toUTCString() : String(retryAfter);
  const reset = rateLimit === 'micros' ? resetMs * 1000 : Math.ceil(resetMs / 1000);
  return {
    ...(retryAfter !== undefined && rateLimit === undefined && { 'retry-after': wait }),
    ...(rateLimit !== undefined && {
      'x-ratelimit-limit': String(RATE_LIMIT),
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(reset),
    }),
  };
}
