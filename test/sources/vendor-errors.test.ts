import { describe, expect, test } from 'vitest';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { problem, type VendorError } from '../../src/lanes/source-error.ts';
import type { SourceAdapter } from '../../src/sources/adapter.ts';
import { cleanProblem, LONGEST_OPAQUE, LONGEST_WORDS, MOST_CAUSES } from '../../src/sources/clean-problem.ts';
import { faultOf } from '../../src/sources/fault-of.ts';
import { NO_WORDS, toldBy } from '../../src/sources/kit/vendor-words.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { answerOf, COMMON, grpc, json, type Kind, OWN, SALT_404 } from './vendor-answers.ts';

describe.each(Object.keys(OWN) as Kind[])('%s: what its answers mean', (kind) => {
  const adapter: Pick<SourceAdapter<never>, 'fault'> = ADAPTERS[kind];
  test.each([...COMMON, ...OWN[kind]].map((row) => ({ said: row[0], row })))('$said', ({ row }) => {
    const [what, answer, code, retryable, message, vendor, more = {}] = row;
    const fault = faultOf(adapter, answerOf(answer));
    expect(fault?.kind).toBe(more.kind ?? 'problem');
    expect(fault?.problem).toMatchObject({
      code,
      retryable,
      message: kind === 'salt' && what === '404' ? SALT_404 : message,
      httpStatus: answer.status,
      retryAfterMs: more.retryAfterMs ?? null,
      vendor,
    });
  });

  test('an answer without data is none of its errors', () => {
    expect(faultOf(adapter, answerOf(json(200, {})))).toBeNull();
  });
});

describe('what is told of a problem', () => {
  const told = (said: string) => {
    const fault = faultOf(ADAPTERS.f5xc, answerOf(json(503, grpc(14, said))));
    if (!fault) throw new TypeError('expected a fault');
    return cleanProblem(fault.problem, BUILT_IN);
  };

  test('holds no secret, neither in the message nor in the words of the vendor', () => {
    expect(told('login of bob password=hunter22 failed')).toMatchObject({
      message: 'HTTP status 503: 14: login of bob password=[REDACTED] failed',
      vendor: { description: 'login of bob password=[REDACTED] failed' },
    });
  });

  test('is not longer than anybody wants to read', () => {
    const { message, vendor } = told(`${'x'.repeat(477)}🦊${'y'.repeat(5_000)}`);
    expect(message).toHaveLength(500);
    expect(message.slice(-3)).toBe('x\ufffd…');
    expect(vendor?.description).toHaveLength(1_000);
  });

  /** Five megabytes in each text, in `opaque`, and in each of a thousand causes. */
  const boundless = (depth: number): VendorError => ({
    code: 'c'.repeat(5_000_000),
    description: `password=hunter22 ${'d'.repeat(5_000_000)}`,
    details: 'e'.repeat(5_000_000),
    elaboration: 'f'.repeat(5_000_000),
    opaque: { token: 'hunter22', list: Array(1_000).fill('g'.repeat(5_000)) },
    cause: depth > 0 ? boundless(depth - 1) : null,
  });

  test('is bounded in all its words, however much a vendor says', () => {
    const vendor = boundless(1_000);
    const { message, vendor: said } = cleanProblem(
      problem('UPSTREAM_ERROR', toldBy(500, vendor), { vendor }),
      BUILT_IN,
    );
    expect(message).toHaveLength(500);
    const causes: VendorError[] = [];
    for (let each = said; each !== null; each = each.cause) causes.push(each);
    expect(causes).toHaveLength(1 + MOST_CAUSES);
    for (const { code, description, details, elaboration, opaque } of causes) {
      expect([code, description, details, elaboration].map((text) => text?.length)).toEqual(
        Array(4).fill(LONGEST_WORDS),
      );
      expect(description).toMatch(/^password=\[REDACTED\] d+…$/);
      expect(opaque).toHaveLength(LONGEST_OPAQUE);
      expect(opaque).toMatch(/^\{"token":"\[REDACTED\]","list":\["g+…$/);
    }
  });

  test('keeps what a vendor put beside it, where it is short, in its shape', () => {
    const opaque = { list: [1, { a: null }], note: 'x'.repeat(100) };
    expect(cleanProblem(problem('CONFLICT', 'no', { vendor: { ...NO_WORDS, opaque } }), BUILT_IN).vendor).toEqual({
      ...NO_WORDS,
      opaque,
    });
  });
});
