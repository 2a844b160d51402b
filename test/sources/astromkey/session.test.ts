import { describe, expect, it } from 'vitest';
import { fromMillis } from '../../../src/domain/instant.ts';
import type { Json } from '../../../src/domain/json.ts';
import { astromkey } from '../../../src/sources/astromkey/index.ts';
import { options, response } from './server.ts';

describe('a request to Ключ-АСТРОМ', () => {
  it('carries the API token in a header, and needs no login', () => {
    const request = { method: 'GET', path: '/x', headers: { 'x-other': '1' } } as const;
    expect(astromkey.login).toBeUndefined();
    expect(astromkey.authorize(request, null, options(), fromMillis(0))).toEqual({
      ...request,
      headers: { 'x-other': '1', authorization: 'Api-Token dt0c01.PUBLIC.SECRET' },
    });
  });
});

describe('an answer of Ключ-АСТРОМ that is none', () => {
  it.each([
    [400, 'BAD_REQUEST', false],
    [401, 'UNAUTHENTICATED', false],
    [403, 'FORBIDDEN', false],
    [404, 'NOT_FOUND', false],
    [429, 'RATE_LIMITED', true],
    [500, 'UPSTREAM_ERROR', true],
    [503, 'UPSTREAM_ERROR', true],
  ])('with status %i is %s, with the error of its envelope', (status, code, retryable) => {
    const error = { code: status, message: 'no' };
    expect(astromkey.fault(response({ error }, { status }))).toMatchObject({
      kind: 'problem',
      problem: {
        code,
        retryable,
        httpStatus: status,
        retryAfterMs: null,
        vendor: { code: String(status), description: 'no' },
      },
    });
  });

  it('tells all constraints that were violated', () => {
    const constraintViolations = [
      { path: 'filter', message: 'no such criterion', parameterLocation: 'QUERY', location: null },
      { path: null, message: 'odd' },
      { parameterLocation: 'HEADER' },
      'not an object',
    ];
    const error = { code: 400, message: 'Constraints violated.', constraintViolations };
    expect(astromkey.fault(response({ error }, { status: 400 }))?.problem.vendor).toEqual({
      code: '400',
      description: 'Constraints violated.',
      details: 'filter: no such criterion (QUERY); odd; (HEADER)',
      elaboration: null,
      opaque: constraintViolations,
      cause: null,
    });
  });

  it.each<[string, Record<string, string>, number | null]>([
    ['as Retry-After says', { 'retry-after': '7', 'x-ratelimit-reset': '1' }, 7_000],
    ['to a reset in microseconds', { 'x-ratelimit-reset': '1700000002500000' }, 2_500],
    ['to a reset in milliseconds', { 'x-ratelimit-reset': '1700000002500' }, 2_500],
    ['to a reset in seconds', { 'x-ratelimit-reset': '1700000002' }, 2_000],
    ['not at all after the reset', { 'x-ratelimit-reset': '1699999999' }, 0],
    ['nobody knows how long', { 'x-ratelimit-reset': 'soon' }, null],
  ])('is waited for %s', (_, more, expected) => {
    const headers = { date: new Date(1_700_000_000_000).toUTCString(), ...more };
    const fault = astromkey.fault(response({ error: { code: 429 } }, { status: 429, headers }));
    expect(fault?.problem.retryAfterMs).toBe(expected);
  });

  it('says how long to wait without an envelope too', () => {
    const headers = { 'retry-after': '7' };
    expect(astromkey.fault(response(null, { status: 429, headers, text: '' }))?.problem).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterMs: 7_000,
      vendor: null,
    });
  });

  it.each<[string, Json]>([
    ['a text', 'broken'],
    ['a number', 7],
    ['a list', [{ message: 'x' }]],
  ])('is understood with %s for an error', (_, error) => {
    expect(astromkey.fault(response({ error }, { status: 500 }))?.problem.code).toBe('UPSTREAM_ERROR');
  });

  it('with the HTML of a proxy is what its status says', () => {
    expect(astromkey.fault(response(null, { status: 502, text: '<html>' }))).toBeNull();
    expect(astromkey.fault(response([], { status: 502 }))).toBeNull();
  });

  it('is never one that is good', () => {
    expect(astromkey.fault(response({ error: { code: 1 }, auditLogs: [] }))).toBeNull();
  });
});

describe('the options of a Ключ-АСТРОМ source', () => {
  it.each<[string, Json]>([
    ['no token', {}],
    ['an empty token', { auth: { apiToken: '' } }],
    ['a token of another kind', { auth: { token: 'x' } }],
  ])('refuse %s', (_, given) => {
    expect(astromkey.options.safeParse(given).success).toBe(false);
  });

  it('are all described', () => {
    for (const option of Object.values(astromkey.options.shape)) {
      expect(option).toHaveProperty('description', expect.any(String));
    }
  });
});
