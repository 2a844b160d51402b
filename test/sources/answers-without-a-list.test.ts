import { describe, expect, test } from 'vitest';
import { EVERYTHING } from '../../src/domain/filter.ts';
import { fromMillis } from '../../src/domain/instant.ts';
import type { Json } from '../../src/domain/json.ts';
import { SourceError } from '../../src/lanes/source-error.ts';
import type { Exchange, Pushdown, SourceAdapter, VendorResponse } from '../../src/sources/adapter.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { CREDENTIALS, VENDORS, type VendorKind } from '../end-to-end/worlds.ts';

const response = (body: Json): VendorResponse => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  setCookies: [],
  text: JSON.stringify(body),
});

const PUSHDOWN: Pushdown = {
  words: {},
  pushed: EVERYTHING,
  residual: EVERYTHING,
  window: { from: fromMillis(0), until: fromMillis(1_000_000) },
  direction: 'DESC',
  pageSize: 10,
};

function questions(kind: VendorKind): readonly Exchange<unknown>[] {
  const adapter = ADAPTERS[kind] as SourceAdapter<unknown>;
  const options = adapter.options.parse(CREDENTIALS[kind]);
  const config = adapter.auditConfig?.(options);
  return [...adapter.streams(options).map((stream) => stream.ask(PUSHDOWN)), ...(config ? [config] : [])];
}

/** What becomes of a question that everything answers with `body`: the answers it took, and what was thrown. */
function asked(question: Exchange<unknown>, body: Json) {
  let answers = 0;
  try {
    for (let exchange: Exchange<unknown> | null = question; exchange; answers += 1) {
      exchange = exchange.read(response(body)).next;
    }
    return { answers, error: null };
  } catch (error) {
    return { answers, error };
  }
}

describe.each(VENDORS)('%s', (kind) => {
  test.each<[string, Json]>([
    ['nothing', {}],
    ['something else', { status: 'ok', message: 'welcome' }],
    ['a list of another name', { results: [], data: [], rows: [] }],
    ['nothing at all', null],
  ])('takes an answer that holds %s for no answer', (_, body) => {
    for (const question of questions(kind)) {
      const { answers, error } = asked(question, body);
      expect(error).toBeInstanceOf(SourceError);
      expect(error).toMatchObject({ problem: { code: 'INVALID_RESPONSE' } });
      expect(answers).toBeLessThanOrEqual(1);
    }
  });
});

test('Ключ-АСТРОМ may leave out its list where nothing belongs into it', () => {
  const [question] = questions('astromkey');
  if (!question) throw new Error('expected a question');
  const codeOf = (body: Json) => (asked(question, body).error as SourceError | null)?.problem.code ?? null;
  expect(codeOf({ totalCount: 0 })).toBeNull();
  expect(codeOf({ auditLogs: null })).toBeNull();
  expect(codeOf({ totalCount: 5 })).toBe('INVALID_RESPONSE');
  expect(codeOf({ totalCount: null, nextPageKey: null })).toBe('INVALID_RESPONSE');
  const { next } = question.read(response({ totalCount: 5, nextPageKey: 'k', auditLogs: [] }));
  expect(next && asked(next, { totalCount: 5 }).error).toBeNull();
});
