import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/domain/json.ts';
import { zstack } from '../../../src/sources/zstack/index.ts';
import { response } from './server.ts';

const failed = (error: Json, status = 503) => zstack.fault(response({ error }, { status }));

describe('an answer of ZStack that is none', () => {
  it.each([
    ['ID.1001', 'session', 'UNAUTHENTICATED', false],
    ['ID.1000', 'problem', 'UNAUTHENTICATED', false],
    ['ID.1002', 'problem', 'FORBIDDEN', false],
    ['ID.1005', 'problem', 'UNAUTHENTICATED', false],
    ['ID.1006', 'problem', 'RATE_LIMITED', true],
    ['SYS.1007', 'problem', 'BAD_REQUEST', false],
    ['SYS.1001', 'problem', 'UPSTREAM_ERROR', true],
    ['SYS.1010', 'problem', 'UPSTREAM_ERROR', true],
    ['SYS.1012', 'problem', 'UPSTREAM_ERROR', true],
    ['HOST.1001', 'problem', 'UPSTREAM_ERROR', true],
  ])('is told apart by its code %s, for every one is a 503', (code, kind, problemCode, retryable) => {
    expect(failed({ code, description: 'why' })).toMatchObject({
      kind,
      problem: {
        code: problemCode,
        retryable,
        httpStatus: 503,
        message: `HTTP status 503: ${code}: why`,
        vendor: { code },
      },
    });
  });

  it('carries the whole chain of causes', () => {
    const error = {
      code: 'SYS.1000',
      description: 'an error',
      details: 'about a host',
      elaboration: 'call somebody',
      opaque: { host: 'h1' },
      location: 'here',
      cause: { code: 'HOST.1001', details: 'unreachable', cause: { code: 'SYS.1001' } },
    };
    expect(failed(error)?.problem.vendor).toEqual({
      code: 'SYS.1000',
      description: 'an error',
      details: 'about a host',
      elaboration: 'call somebody',
      opaque: { host: 'h1' },
      cause: {
        code: 'HOST.1001',
        description: null,
        details: 'unreachable',
        elaboration: null,
        opaque: null,
        cause: { code: 'SYS.1001', description: null, details: null, elaboration: null, opaque: null, cause: null },
      },
    });
  });

  it('is one on 200 too, where it says so', () => {
    expect(failed({ code: 'SYS.1007', details: 'bad' }, 200)).toMatchObject({ problem: { code: 'BAD_REQUEST' } });
    expect(zstack.fault(response({ error: null, audits: [{ error: 'x' }] }))).toBeNull();
    expect(zstack.fault(response({ audits: [] }))).toBeNull();
  });

  it('in plain text is what its status says, in the words of the server', () => {
    const headers = { 'content-type': 'text/plain;charset=UTF-8' };
    expect(zstack.fault(response(null, { status: 403, headers, text: 'requestTimeTooSkewed' }))).toMatchObject({
      kind: 'problem',
      problem: { code: 'FORBIDDEN', httpStatus: 403, vendor: { code: null, description: 'requestTimeTooSkewed' } },
    });
  });

  it.each([
    ['HTML', '<html>', 'text/html'],
    ['nothing', '', 'text/plain'],
    ['a long text', 'x'.repeat(501), 'text/plain'],
    ['JSON without an error', '{}', 'application/json'],
  ])('with %s is what its status says', (_, text, type) => {
    expect(zstack.fault(response(null, { status: 503, headers: { 'content-type': type }, text }))).toBeNull();
  });

  it.each<[string, Json]>([
    ['a text', 'broken'],
    ['a number', 7],
    ['an object of other things', { code: 5, cause: 'x' }],
  ])('is understood with %s for an error', (_, error) => {
    expect(failed(error)).toMatchObject({ kind: 'problem', problem: { code: 'UPSTREAM_ERROR' } });
  });
});
