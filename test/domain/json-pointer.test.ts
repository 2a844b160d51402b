import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.ts';
import { equalJson, follow, parsePointer } from '../../src/domain/json-pointer.ts';
import { aJson } from '../fakes/arbitrary.ts';

const DOCUMENT: Json = JSON.parse(
  '{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"m~n":8,"~1":9,"null":null,"10":"ten","__proto__":7,"text":"abc","deep":[[{"x":5}]]}',
);

function at(pointer: string): unknown {
  const tokens = parsePointer(pointer);
  return tokens && follow(DOCUMENT, tokens);
}

describe('a pointer leads to', () => {
  test.each([
    ['', DOCUMENT],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/foo/1', 'baz'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/m~0n', 8],
    ['/~01', 9],
    ['/null', null],
    ['/10', 'ten'],
    ['/__proto__', 7],
    ['/deep/0/0/x', 5],
  ])('%j', (pointer, value) => {
    expect(at(pointer)).toEqual({ found: true, value });
  });
});

test.each([
  ...['/foo/2', '/foo/00', '/foo/01', '/foo/-', '/foo/-1', '/foo/+1', '/foo/1.0', '/foo/ 1', '/foo/length', '/foo/'],
  ...['/text/0', '/text/length', '/null/a', '/constructor', '/toString', '/foo/constructor', '/missing', '//', '/FOO'],
  ...['/foo/99999999999999999999'],
])('%j leads nowhere', (pointer) => {
  expect(at(pointer)).toEqual({ found: false });
});

test.each(['foo', '#/foo', ' /foo', '~', '/~', '/a~', '/~2', '/a/b~x', '0'])('%j is no pointer', (text) => {
  expect(parsePointer(text)).toBeNull();
});

test('any member name can be written in a pointer', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer(), (name, value) => {
      const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      expect(follow(Object.fromEntries([[name, value]]), parsePointer(pointer) ?? [])).toEqual({ found: true, value });
    }),
  );
});

describe('JSON values are equal', () => {
  test.each([
    ['{"a":1,"b":[2,{"c":null}]}', '{"b":[2,{"c":null}],"a":1}', true],
    ['0', '-0', true],
    ['1', '1.0', true],
    ['null', 'null', true],
    ['[]', '{}', false],
    ['{}', '[]', false],
    ['null', '{}', false],
    ['null', 'false', false],
    ['0', 'false', false],
    ['1', '"1"', false],
    ['""', 'null', false],
    ['[1,2]', '[2,1]', false],
    ['[1]', '[1,1]', false],
    ['{"a":1}', '{"a":1,"b":null}', false],
    ['{"a":null}', '{"b":null}', false],
    ['{"__proto__":1}', '{"a":1}', false],
    ['{"constructor":null}', '{"a":null}', false],
    ['"é"', '"e\u0301"', false],
    ['"a"', '"A"', false],
  ])('%s and %s: %s', (a, b, equal) => {
    expect(equalJson(JSON.parse(a), JSON.parse(b))).toBe(equal);
  });

  test('each with itself, whichever way its members lie', () => {
    fc.assert(fc.property(aJson(), (value) => equalJson(value, reversed(value))));
  });
});

function reversed(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, item]) => [name, reversed(item)]),
  );
}
