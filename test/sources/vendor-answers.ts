import { expect } from 'vitest';
import type { ProblemCode, VendorError } from '../../src/lanes/source-error.ts';
import type { Fault, VendorResponse } from '../../src/sources/adapter.ts';
import type { ADAPTERS } from '../../src/sources/registry.ts';

export type Kind = keyof typeof ADAPTERS;
export type Row = readonly [
  what: string,
  answer: Partial<VendorResponse>,
  code: ProblemCode,
  retryable: boolean,
  message: string,
  vendor: Partial<VendorError> | null,
  more?: { readonly kind?: Fault['kind']; readonly retryAfterMs?: number },
];

export const DATE = 'Mon, 01 Jan 2024 00:00:00 GMT';
export const answerOf = (given: Partial<VendorResponse>): VendorResponse => ({
  status: 200,
  setCookies: [],
  text: '',
  ...given,
  headers: { date: DATE, ...given.headers },
});
export const json = (status: number, body: unknown, headers = {}): Partial<VendorResponse> => ({
  status,
  text: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
});
export const text = (status: number, said: string, type = 'text/plain'): Partial<VendorResponse> => ({
  status,
  text: said,
  headers: { 'content-type': type },
});
export const html = (status: number, page: string) => text(status, page, 'text/html');
export const GATEWAY_PAGE =
  '<html><head><title>Bad Gateway</title><style>p { color: red }</style></head><body><p>nginx</p></body></html>';

/** Every vendor means the same by these: documented statuses with no word of its own, and what stands in front of it. */
export const COMMON: readonly Row[] = [
  ['403', text(403, ''), 'FORBIDDEN', false, 'HTTP status 403', null],
  ['404', text(404, ''), 'NOT_FOUND', false, 'HTTP status 404', null],
  ['409', text(409, ''), 'CONFLICT', false, 'HTTP status 409', null],
  ['418', text(418, ''), 'BAD_REQUEST', false, 'HTTP status 418', null],
  ['429', text(429, ''), 'RATE_LIMITED', true, 'HTTP status 429', null],
  ['500', text(500, ''), 'UPSTREAM_ERROR', true, 'HTTP status 500', null],
  ['503', text(503, ''), 'UPSTREAM_ERROR', true, 'HTTP status 503', null],
  ['504', text(504, ''), 'UPSTREAM_ERROR', true, 'HTTP status 504', null],
  [
    '429 with seconds to wait',
    { status: 429, headers: { 'retry-after': '7' } },
    'RATE_LIMITED',
    true,
    'HTTP status 429',
    null,
    { retryAfterMs: 7_000 },
  ],
  [
    '503 with a moment to wait for',
    { status: 503, headers: { 'retry-after': 'Mon, 01 Jan 2024 00:01:00 GMT' } },
    'UPSTREAM_ERROR',
    true,
    'HTTP status 503',
    null,
    { retryAfterMs: 60_000 },
  ],
  [
    'a page of a proxy',
    html(502, GATEWAY_PAGE),
    'UPSTREAM_ERROR',
    true,
    'HTTP status 502: Bad Gateway nginx',
    { description: 'Bad Gateway nginx' },
  ],
  [
    'JSON of an unknown shape',
    json(503, { reason: 'busy' }),
    'UPSTREAM_ERROR',
    true,
    'HTTP status 503',
    { description: null, opaque: { reason: 'busy' } },
  ],
];

export const zstackError = (code: string, more = {}) => json(503, { error: { code, description: 'why', ...more } });
export const rpc = (error: unknown) => json(200, { riq: 1, ret: null, error, warnings: [] });
export const grpc = (code: number, message: string) => ({ code, message, details: [{ type_url: 'x', value: 'AAAA' }] });
export const riverbedXml = (status: number, id: string) =>
  text(status, `<?xml version="1.0"?><error error_id="${id}" error_text="so &quot;it&quot; is"/>`, 'text/xml');

export const OWN: Readonly<Record<Kind, readonly Row[]>> = {
  zstack: [
    [
      'a lost session',
      zstackError('ID.1001'),
      'UNAUTHENTICATED',
      false,
      'HTTP status 503: ID.1001: why',
      { code: 'ID.1001' },
      { kind: 'session' },
    ],
    ['a refused login', zstackError('ID.1000'), 'UNAUTHENTICATED', false, 'HTTP status 503: ID.1000: why', {}],
    ['no permission', zstackError('ID.1002'), 'FORBIDDEN', false, 'HTTP status 503: ID.1002: why', {}],
    ['a bad argument', zstackError('SYS.1007'), 'BAD_REQUEST', false, 'HTTP status 503: SYS.1007: why', {}],
    ['a time-out within', zstackError('SYS.1001'), 'UPSTREAM_ERROR', true, 'HTTP status 503: SYS.1001: why', {}],
    [
      'a pause it wants',
      { ...zstackError('ID.1006'), headers: { 'retry-after': '5' } },
      'RATE_LIMITED',
      true,
      'HTTP status 503: ID.1006: why',
      {},
      { retryAfterMs: 5_000 },
    ],
    [
      'a chain of causes',
      zstackError('SYS.1000', { details: 'about it', cause: { code: 'HOST.1', cause: { code: 'SYS.1001' } } }),
      'UPSTREAM_ERROR',
      true,
      'HTTP status 503: SYS.1000: why: about it',
      { cause: expect.objectContaining({ code: 'HOST.1', cause: expect.objectContaining({ code: 'SYS.1001' }) }) },
    ],
    [
      'a list of causes',
      zstackError('SYS.1000', { causes: [{ code: 'HOST.1' }] }),
      'UPSTREAM_ERROR',
      true,
      'HTTP status 503: SYS.1000: why',
      { cause: expect.objectContaining({ code: 'HOST.1' }) },
    ],
    ['401', text(401, ''), 'UNAUTHENTICATED', false, 'HTTP status 401', null],
    [
      '403 for a clock that differs',
      text(403, 'requestTimeTooSkewed'),
      'FORBIDDEN',
      false,
      'HTTP status 403: requestTimeTooSkewed',
      { description: 'requestTimeTooSkewed' },
    ],
    ['500 in plain text', text(500, 'NumberFormat'), 'UPSTREAM_ERROR', true, 'HTTP status 500: NumberFormat', {}],
  ],
  astromkey: [
    [
      '401',
      json(401, { error: { code: 401, message: 'Token' } }),
      'UNAUTHENTICATED',
      false,
      'HTTP status 401: Token',
      {},
    ],
    [
      'violated constraints',
      json(400, {
        error: { code: 400, message: 'No.', constraintViolations: [{ path: 'from', message: 'bad time' }] },
      }),
      'BAD_REQUEST',
      false,
      'HTTP status 400: No.: from: bad time',
      { code: '400', opaque: [{ path: 'from', message: 'bad time' }] },
    ],
    [
      '429 with the older headers',
      { status: 429, headers: { 'x-ratelimit-reset': '1704067230000000' } },
      'RATE_LIMITED',
      true,
      'HTTP status 429',
      null,
      { retryAfterMs: 30_000 },
    ],
  ],
  f5xc: [
    [
      '401',
      json(401, grpc(16, 'no token')),
      'UNAUTHENTICATED',
      false,
      'HTTP status 401: 16: no token',
      { code: '16', description: 'no token', opaque: [{ type_url: 'x', value: 'AAAA' }] },
    ],
    ['409', json(409, grpc(6, 'exists')), 'CONFLICT', false, 'HTTP status 409: 6: exists', { code: '6' }],
    ['429', json(429, grpc(8, 'many')), 'RATE_LIMITED', true, 'HTTP status 429: 8: many', { code: '8' }],
    ['503', json(503, grpc(14, 'away')), 'UPSTREAM_ERROR', true, 'HTTP status 503: 14: away', { code: '14' }],
    ['504', json(504, grpc(4, 'late')), 'UPSTREAM_ERROR', true, 'HTTP status 504: 4: late', { code: '4' }],
    ['a string', json(500, 'oops'), 'UPSTREAM_ERROR', true, 'HTTP status 500: oops', { description: 'oops' }],
    ['a plain text', text(404, 'no such'), 'NOT_FOUND', false, 'HTTP status 404: no such', { description: 'no such' }],
  ],
  salt: [
    [
      '401',
      json(401, { errors: [{ title: 'Unauthorized', message: 'ended', detail: null }, { title: 'B' }] }),
      'UNAUTHENTICATED',
      false,
      'HTTP status 401: Unauthorized: ended',
      { code: 'Unauthorized', description: 'ended', opaque: [{ title: 'B' }] },
      { kind: 'session' },
    ],
    [
      'a stale XSRF token',
      { status: 403, headers: { 'x-xsrftoken-missing': '1' } },
      'FORBIDDEN',
      false,
      'HTTP status 403',
      null,
      { kind: 'session' },
    ],
    [
      'a login page',
      html(200, '<html>log in'),
      'UNAUTHENTICATED',
      false,
      'expected JSON, but got a page: the session is gone, or the url lacks its prefix (such as /raas)',
      null,
      { kind: 'session' },
    ],
    [
      'an internal error inside 200',
      rpc({ code: 5000, message: 'boom', detail: { at: 'x' } }),
      'UPSTREAM_ERROR',
      true,
      'expected a result, but got RPC error 5000: boom: {"at":"x"}',
      { code: '5000', description: 'boom', details: '{"at":"x"}' },
    ],
    [
      'refused arguments inside 200',
      rpc({ code: 4000, message: 'bad limit' }),
      'BAD_REQUEST',
      false,
      'expected a result, but got RPC error 4000: bad limit',
      { code: '4000' },
    ],
  ],
  riverbed: [
    ...['AUTH_REQUIRED', 'AUTH_INVALID_SESSION', 'AUTH_EXPIRED_TOKEN', 'AUTH_INVALID_CREDENTIALS'].map(
      (id): Row => [
        id,
        json(401, { error_id: id, error_text: 'log in' }),
        'UNAUTHENTICATED',
        false,
        `expected a valid login, but got HTTP status 401: ${id}: log in`,
        { code: id, description: 'log in' },
        { kind: 'session' },
      ],
    ),
    [
      '401',
      text(401, ''),
      'UNAUTHENTICATED',
      false,
      'expected a valid login, but got HTTP status 401',
      null,
      { kind: 'session' },
    ],
    [
      'an id in XML, with another status',
      riverbedXml(200, 'AUTH_INVALID_SESSION'),
      'UNAUTHENTICATED',
      false,
      'expected a valid login, but got HTTP status 200: AUTH_INVALID_SESSION: so "it" is',
      { code: 'AUTH_INVALID_SESSION' },
      { kind: 'session' },
    ],
    [
      '404 in XML',
      riverbedXml(404, 'RESOURCE_NOT_FOUND'),
      'NOT_FOUND',
      false,
      'HTTP status 404: RESOURCE_NOT_FOUND: so "it" is',
      { code: 'RESOURCE_NOT_FOUND', description: 'so "it" is' },
    ],
    [
      'an unknown id with 200',
      json(200, { error_id: 'DISK_FULL', error_text: 'full' }),
      'UPSTREAM_ERROR',
      true,
      'expected an answer, but got HTTP status 200: DISK_FULL: full',
      { code: 'DISK_FULL' },
    ],
  ],
};

/** Salt tells where to look when nothing answers. */
export const SALT_404 = 'HTTP status 404: nothing answers at this path; the url may lack its prefix (such as /raas)';
