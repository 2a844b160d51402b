import { describe, expect, it } from 'vitest';
import { fromMillis } from '../../../src/domain/instant.ts';
import type { Json } from '../../../src/domain/json.ts';
import { f5xc } from '../../../src/sources/f5xc/index.ts';
import { options, response } from './server.ts';

describe('a request to F5', () => {
  it('carries the API token, and needs no login', () => {
    const request = { method: 'POST', path: '/x', headers: { 'x-other': '1' } } as const;
    expect(f5xc.login).toBeUndefined();
    expect(f5xc.authorize(request, null, options(), fromMillis(0))).toEqual({
      ...request,
      headers: { 'x-other': '1', authorization: 'APIToken token-1' },
    });
  });
});

describe('an answer of F5 that is none', () => {
  const failed = (status: number, text: string, headers = {}) => f5xc.fault(response(null, { status, text, headers }));

  it.each([
    [400, 'BAD_REQUEST', false],
    [401, 'UNAUTHENTICATED', false],
    [403, 'FORBIDDEN', false],
    [404, 'NOT_FOUND', false],
    [409, 'CONFLICT', false],
    [429, 'RATE_LIMITED', true],
    [500, 'UPSTREAM_ERROR', true],
    [503, 'UPSTREAM_ERROR', true],
    [504, 'UPSTREAM_ERROR', true],
  ])('with status %i is %s', (status, code, retryable) => {
    expect(failed(status, '"example"')).toMatchObject({
      kind: 'problem',
      problem: { code, retryable, httpStatus: status, vendor: { code: null, description: 'example' } },
    });
  });

  it('tells the gRPC code, the message and the details', () => {
    const details = [{ type_url: 'ves.io.stdlib.server.error.Error', value: 'AAAA' }];
    expect(failed(400, JSON.stringify({ code: 3, message: 'bad query', details }))?.problem.vendor).toEqual({
      code: '3',
      description: 'bad query',
      details: null,
      elaboration: null,
      opaque: details,
      cause: null,
    });
  });

  it('says how long to wait', () => {
    expect(failed(429, '', { 'retry-after': '3' })).toBeNull();
    expect(failed(429, 'slow down', { 'retry-after': '3' })?.problem.retryAfterMs).toBe(3_000);
  });

  it.each([
    ['HTML', '<html></html>'],
    ['nothing', ' '],
    ['a number', '7'],
    ['a long text', 'x'.repeat(501)],
  ])('with %s is what its status says', (_, text) => {
    expect(failed(503, text)).toBeNull();
  });

  it('is never one that is good', () => {
    expect(f5xc.fault(response({ code: 3, message: 'a log of its own' }))).toBeNull();
  });
});

describe('the options of an F5 source', () => {
  it.each<[string, Json]>([
    ['no token', { namespace: 'default' }],
    ['no namespace', { auth: { apiToken: 'x' } }],
    ['a token of another kind', { namespace: 'default', auth: { token: 'x' } }],
    ['a matcher that is not documented', { namespace: 'default', auth: { apiToken: 'x' }, matchers: ['User'] }],
  ])('refuse %s', (_, given) => {
    expect(f5xc.options.safeParse(given).success).toBe(false);
  });

  it('are all described', () => {
    for (const option of Object.values(f5xc.options.shape))
      expect(option).toHaveProperty('description', expect.any(String));
  });
});
