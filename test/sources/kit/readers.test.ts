import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { is, type Test } from '../../../src/domain/filter.ts';
import { fromMillis } from '../../../src/domain/instant.ts';
import type { Json } from '../../../src/domain/json.ts';
import { matches } from '../../../src/domain/matches.ts';
import { soleAddress, soleText, textsAsked, textsSaid } from '../../../src/sources/kit/asked.ts';
import { basicAuth, withHeaders } from '../../../src/sources/kit/authorized.ts';
import { bodyJson, bodyOrNull } from '../../../src/sources/kit/body.ts';
import { jsonOrText, rfc3339OrNull, textOrDigits, textOrNull } from '../../../src/sources/kit/values.ts';
import { anEvent } from '../../fakes/arbitrary-event.ts';
import { aLeaf } from '../../fakes/arbitrary-filter.ts';

const eq = (value: string, ignoreCase = false): Test => ({ op: 'eq', value, ignoreCase });
const among = (values: readonly string[], ignoreCase = false): Test => ({ op: 'in', values, ignoreCase });
const under = (...values: string[]): Test => ({ op: 'under', values });
const inBlock = (...blocks: string[]): Test => ({ op: 'inBlock', blocks });

describe('what a filter asks for', () => {
  test.each<[string, Test, readonly string[] | null, string | null]>([
    ['one text', eq('a'), ['a'], 'a'],
    ['an empty text', eq(''), [''], null],
    ['a text in any case', eq('a', true), null, null],
    ['a list of one', among(['a']), ['a'], 'a'],
    ['a list of several', among(['a', 'b']), ['a', 'b'], null],
    ['a list of none', among([]), [], null],
    ['a list in any case', among(['a'], true), null, null],
    ['types', under('a'), ['a'], null],
    ['a part of a text', { op: 'contains', value: 'a', ignoreCase: false }, null, null],
    ['that there is one', { op: 'exists' }, null, null],
  ])('%s', (_, asked, texts, sole) => {
    expect([textsAsked(asked), soleText(asked)]).toEqual([texts, sole]);
  });

  test('by one text passes no event of another', () => {
    fc.assert(
      fc.property(aLeaf('action'), anEvent(), (leaf, event) => {
        const sole = soleText(leaf.test);
        const plain = is('action', leaf.test);
        if (sole !== null) expect(matches(event, plain)).toBe(event.action === sole);
      }),
    );
  });

  test.each<[string, Test, string | null]>([
    ['one address', inBlock('10.0.0.1'), '10.0.0.1'],
    ['a block of one', inBlock('10.0.0.1/32'), '10.0.0.1'],
    ['a block', inBlock('10.0.0.0/24'), null],
    ['two addresses', inBlock('10.0.0.1', '10.0.0.2'), null],
    ['a text', eq('10.0.0.1'), null],
  ])('at an address: %s', (_, asked, address) => {
    expect(soleAddress(asked)).toBe(address);
  });

  test('comes back from the words of a slot', () => {
    expect([textsSaid(['a', 'b']), textsSaid(undefined), textsSaid('a')]).toEqual([['a', 'b'], [], []]);
  });
});

describe('a value', () => {
  test.each<[Json | undefined, string | null, string | null]>([
    ['a', 'a', 'a'],
    ['', null, null],
    [12, null, '12'],
    [true, null, null],
    [null, null, null],
    [undefined, null, null],
    [['a'], null, null],
  ])('%j as a text, and as one or digits', (value, text, digits) => {
    expect([textOrNull(value), textOrDigits(value)]).toEqual([text, digits]);
  });

  test('is a moment where it is a text that tells one', () => {
    expect(rfc3339OrNull('1970-01-01T00:00:01Z')).toBe(fromMillis(1_000));
    expect([rfc3339OrNull('yesterday'), rfc3339OrNull(1_000), rfc3339OrNull(undefined)]).toEqual([null, null, null]);
  });

  test('in a text is what the text holds, or the text', () => {
    expect([jsonOrText('{"a":[1]}'), jsonOrText('{"a":'), jsonOrText('')]).toEqual([{ a: [1] }, '{"a":', '']);
    expect(jsonOrText('{"id":9007199254740993}')).toEqual({ id: '9007199254740993' });
  });
});

describe('a body', () => {
  const answer = (text: string) => ({ status: 502, headers: {}, setCookies: [], text });

  test('that is no JSON is null, or an error, as it is asked for', () => {
    expect(bodyOrNull(answer('{"a":1}'))).toEqual({ a: 1 });
    expect(bodyOrNull(answer('<html>'))).toBeNull();
    expect(() => bodyJson(answer('<html>'))).toThrow('expected a JSON body, but got 6 characters of no content type');
  });
});

describe('a request', () => {
  const request = { method: 'GET', path: '/a', headers: { a: '1', b: '1' } } as const;

  test('gets headers, of which the last stands, and keeps all else', () => {
    expect(withHeaders(request, { b: '2', c: '2' }, undefined, { c: '3' })).toEqual({
      ...request,
      headers: { a: '1', b: '2', c: '3' },
    });
    expect(request.headers).toEqual({ a: '1', b: '1' });
  });

  test('signs in by name and password', () => {
    expect(basicAuth('Ädä', 'a:b')).toBe(`Basic ${btoa('\xc3\x84d\xc3\xa4:a:b')}`);
  });
});
