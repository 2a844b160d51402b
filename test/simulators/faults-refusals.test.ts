import { afterEach, describe, expect, it } from 'vitest';
import type { FaultGiven, FaultOf } from '../../simulators/kit/faults/fault.ts';
import type { Kind } from '../../simulators/registry.ts';
import { KINDS, ward } from './faulty-vendors.ts';

const { start, closeAll } = ward();
afterEach(closeAll);

type Status = FaultOf<'status'>['status'];
const STATUSES: readonly Status[] = [400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504];
const MESSAGE = 'too much & <too> "soon"';

async function refusal(kind: Kind, said: Omit<Extract<FaultGiven, { readonly kind: 'status' }>, 'kind'>) {
  const { ask } = await start(kind, [{ kind: 'status', message: MESSAGE, ...said }]);
  const answer = await ask();
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const violations = {
  constraintViolations: [{ path: 'from', message: MESSAGE, parameterLocation: 'QUERY', location: null }],
};

/** What a vendor says with each status. */
const OWN: Readonly<Record<Kind, (status: Status) => unknown>> = {
  salt: () => ({ errors: [{ title: 'Failure', message: MESSAGE, detail: null }] }),
  riverbed: (status) => {
    const id = { 400: 'REQUEST_INVALID_INPUT', 401: 'AUTH_REQUIRED', 403: 'AUTH_FORBIDDEN', 404: 'RESOURCE_NOT_FOUND' };
    const more = { 422: 'REQUEST_INVALID_INPUT', 429: 'TOO_MANY_REQUESTS', 503: 'SERVICE_UNAVAILABLE' };
    const error_id = { ...id, ...more, 409: undefined, 500: undefined, 502: undefined, 504: undefined }[status];
    return { error_id: error_id ?? 'INTERNAL_ERROR', error_text: MESSAGE };
  },
  zstack: (status) =>
    status !== 503
      ? MESSAGE
      : {
          error: {
            code: 'SYS.1001',
            description: 'Message timeout',
            details: MESSAGE,
            cause: {
              code: 'SYS.1006',
              description: 'Operation error',
              details: MESSAGE,
              cause: { code: 'SYS.1000', description: 'Internal error', details: 'no reply from the host' },
            },
          },
        },
  f5xc: (status) => ({
    code: { 400: 3, 401: 16, 403: 7, 404: 5, 409: 6, 422: 3, 429: 8, 500: 13, 502: 14, 503: 14, 504: 4 }[status],
    message: MESSAGE,
    details: [
      {
        type_url: 'type.googleapis.com/ves.io.stdlib.server.error.Error',
        value: Buffer.from(MESSAGE).toString('base64'),
      },
    ],
  }),
  astromkey: (status) => ({
    error: { code: status, message: MESSAGE, ...([400, 404, 409, 422].includes(status) && violations) },
  }),
};

describe.each(KINDS)('a refusal of %s', (kind) => {
  it.each(STATUSES)('with %i is in its own form', async (status) => {
    const answer = await refusal(kind, { status });
    const own = OWN[kind](status);
    expect([answer.status, typeof own === 'string' ? answer.text : JSON.parse(answer.text)]).toEqual([status, own]);
    expect(answer.headers.get('retry-after')).toBeNull();
  });

  it.each([
    ['text', MESSAGE, 'text/plain; charset=utf-8'],
    ['html', /^<!DOCTYPE html>/, 'text/html; charset=utf-8'],
    ['empty', /^$/, 'text/plain; charset=utf-8'],
  ] as const)('can be %s', async (form, text, type) => {
    const answer = await refusal(kind, { status: 503, form });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([503, type]);
    expect(answer.text).toMatch(text);
  });

  it('says in seconds when to come again', async () => {
    const { headers } = await refusal(kind, { status: 429, retryAfter: 7 });
    expect(headers.get('retry-after')).toBe('7');
  });

  it('says by date when to come again', async () => {
    const { headers } = await refusal(kind, { status: 503, retryAfter: 3600, retryAfterForm: 'date' });
    const text = headers.get('retry-after') ?? '';
    expect(text).toBe(new Date(text).toUTCString());
    expect(Math.round((Date.parse(text) - Date.now()) / 60_000)).toBe(60);
  });

  it.each([
    ['micros', 1_000_000],
    ['seconds', 1],
  ] as const)('says in rate headers, in %s, when to come again', async (rateLimit, perSecond) => {
    const { headers } = await refusal(kind, { status: 429, retryAfter: 3600, rateLimit });
    expect(headers.get('x-ratelimit-limit')).toBe('50');
    expect(headers.get('x-ratelimit-remaining')).toBe('0');
    expect(headers.get('retry-after')).toBeNull();
    const aheadMs = (Number(headers.get('x-ratelimit-reset')) / perSecond) * 1000 - Date.now();
    expect(Math.round(aheadMs / 60_000)).toBe(60);
  });
});

describe('the special forms', () => {
  it('of Salt: an error inside 200, with 5000 or the code that is said', async () => {
    const { status, text } = await refusal('salt', { status: 500, form: 'rpc' });
    const error = { code: 5000, message: MESSAGE, detail: null };
    expect([status, JSON.parse(text)]).toEqual([200, { riq: 7, ret: null, error, warnings: [] }]);
    const other = await refusal('salt', { status: 500, form: 'rpc', code: 4004 });
    expect(JSON.parse(other.text).error.code).toBe(4004);
  });

  it('of Riverbed: XML', async () => {
    const { status, text, headers } = await refusal('riverbed', { status: 503, form: 'xml' });
    expect([status, headers.get('content-type')]).toEqual([503, 'text/xml']);
    expect(text).toContain(
      '<error error_id="SERVICE_UNAVAILABLE" error_text="too much &amp; &lt;too> &quot;soon&quot;"/>',
    );
  });

  it.each([
    ['zstack', 'ID.1001', 'error'],
    ['zstack', 'SYS.1012', 'error'],
  ] as const)('of %s: the code %s', async (kind, code, member) => {
    expect(JSON.parse((await refusal(kind, { status: 503, code })).text)[member].code).toBe(code);
  });

  it.each([
    ['zstack', 'rpc'],
    ['f5xc', 'xml'],
    ['astromkey', 'rpc'],
    ['salt', 'xml'],
    ['riverbed', 'rpc'],
  ] as const)('are not had by others: %s refuses %s', async (kind, form) => {
    const { simulator } = await start(kind);
    expect(() => simulator.setFaults([{ kind: 'status', status: 500, form }])).toThrow(
      `${kind} cannot have the fault status: it has no form ${form}`,
    );
  });
});
