import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/domain/json.ts';
import { problem } from '../../../src/lanes/source-error.ts';
import { auditLogs } from '../../../src/sources/astromkey/stream.ts';
import { pushdown, response } from './server.ts';

const first = () => auditLogs.ask(pushdown());
const ENTRY = { logId: '1', timestamp: 1_576_073_415_531 };

describe('a walk through Ключ-АСТРОМ', () => {
  it('goes on by the key alone, as it stands in the answer', () => {
    const { result, next } = first().read(response({ totalCount: 2, nextPageKey: 'a+/=_', auditLogs: [ENTRY] }));
    expect(result).toEqual({ records: [ENTRY], wholeUntil: null });
    expect(next?.request).toEqual({ method: 'GET', path: '/api/v2/auditlogs', query: [['nextPageKey', 'a+/=_']] });
    expect(next?.read(response({ totalCount: 2, nextPageKey: null, auditLogs: [ENTRY] })).next).toBeNull();
  });

  it.each<[string, Json]>([
    ['no key', { auditLogs: [ENTRY] }],
    ['a key of null', { nextPageKey: null, pageSize: null, auditLogs: [ENTRY] }],
    ['an empty key', { nextPageKey: '', auditLogs: [ENTRY] }],
  ])('ends with %s', (_, body) => {
    expect(first().read(response(body))).toEqual({ result: { records: [ENTRY], wholeUntil: null }, next: null });
  });

  it.each<[string, Json]>([
    ['no list', { nextPageKey: 'k' }],
    ['a list of null', { nextPageKey: 'k', auditLogs: null }],
    ['an empty list', { nextPageKey: 'k', auditLogs: [] }],
  ])('goes on past a page with %s', (_, body) => {
    const { result, next } = first().read(response(body));
    expect(result.records).toEqual([]);
    expect(next).not.toBeNull();
  });

  it.each<[string, Json, number | undefined]>([
    ['5820', 5820, 5820],
    ['0', 0, 0],
    ['null', null, undefined],
    ['a fraction', 1.5, undefined],
    ['less than nothing', -1, undefined],
    ['a text', '7', undefined],
  ])('tells the total of %s only where it is one', (_, totalCount, total) => {
    expect(first().read(response({ totalCount, auditLogs: [] })).total).toBe(total);
  });

  it.each(['BAD_REQUEST', 'NOT_FOUND'] as const)(
    'asks anew, from the last entry on, where its key is refused as %s',
    (code) => {
      const { next } = first().read(response({ nextPageKey: 'k', auditLogs: [ENTRY] }));
      const anew = next?.refused?.(problem(code, 'gone'));
      expect(anew?.request.query).toContainEqual(['to', String(ENTRY.timestamp + 1)]);
      expect(next?.refused?.(problem('FORBIDDEN', 'no'))).toBeNull();
      expect(first().refused).toBeUndefined();
    },
  );

  it('refuses a key that leads back to its own page', () => {
    const { next } = first().read(response({ nextPageKey: 'k' }));
    expect(() => next?.read(response({ nextPageKey: 'k' }))).toThrow('expected the key of the next page');
  });

  it('refuses an answer of another shape', () => {
    expect(() => first().read(response({ auditLogs: {} }))).toThrow('unexpected answer at auditLogs');
    expect(() => first().read(response([]))).toThrow('unexpected answer at the body');
    expect(() => first().read(response(null, { text: '<html>' }))).toThrow('expected a JSON body');
  });
});
