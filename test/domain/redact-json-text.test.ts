import { describe, expect, test } from 'vitest';
import { BUILT_IN, redactText } from '../../src/domain/redact.ts';

const redacted = (text: string): string => redactText(text, BUILT_IN);

describe('inside JSON held in a text', () => {
  test.each([
    ['{"user":"a","password":"x y","n":1.50}', '{"user":"a","password":"[REDACTED]","n":1.50}'],
    [' { "password" : 12 , "b" : "\\u00e9\\/" } ', ' { "password" : "[REDACTED]" , "b" : "\\u00e9\\/" } '],
    ['{"pass\\u0077ord":"x"}', '{"pass\\u0077ord":"[REDACTED]"}'],
    ['{"tokens":["a","]"],"credentials":{"a":"}"}}', '{"tokens":"[REDACTED]","credentials":"[REDACTED]"}'],
    ['{"Authorization":"Basic eDp5"}', '{"Authorization":"Basic [REDACTED]"}'],
    ['{"note":"sent \\"Bearer abc\\""}', '{"note":"sent \\"Bearer [REDACTED]\\""}'],
    ['{"value":"a","name":"password","x":"b"}', '{"value":"[REDACTED]","name":"password","x":"b"}'],
    ['{"path":"/a/secret","oldValue":{"b":[1]}}', '{"path":"/a/secret","oldValue":"[REDACTED]"}'],
    ['[["Cookie","a"],["Host","b"]]', '[["Cookie","[REDACTED]"],["Host","b"]]'],
    ['POST {"password":"x"} failed', 'POST {"password":"[REDACTED]"} failed'],
    ['{"password":"x"}\n{"token":"y"}', '{"password":"[REDACTED]"}\n{"token":"[REDACTED]"}'],
    ['body="{\\"password\\":\\"x\\"}"', 'body="{\\"password\\":\\"[REDACTED]\\"}"'],
    ['{\\"password\\":\\"x\\",\\"u\\":1}', '{\\"password\\":\\"[REDACTED]\\",\\"u\\":1}'],
  ])('%j', (text, shown) => {
    expect(redacted(text)).toBe(shown);
    expect(redacted(shown)).toBe(shown);
  });

  test.each([
    '{"password":null,"token":true,"secret":""}',
    '{"secret_name":"x","list":[1,2.0,-3e5]}',
    '{}',
    '[]',
    '{"a"',
  ])('%j stays', (text) => expect(redacted(text)).toBe(text));

  test('JSON in a string of JSON in a string of JSON, at every depth', () => {
    const nest = (secret: string, levels: number): string =>
      JSON.stringify({ user: 'a', password: secret, ...(levels > 0 && { dump: nest(secret, levels - 1) }) });
    expect(redacted(nest('hunter2', 6))).toBe(nest('[REDACTED]', 6));
  });

  test('a text in more texts than are read goes whole', () => {
    const held = (text: string): string => `{"a":"${text.replaceAll('\\', '\\u005c').replaceAll('"', '\\u0022')}"}`;
    const deep = Array.from({ length: 40 }).reduce<string>(held, '{"password":"hunter2"}');
    const shown = redacted(deep);
    expect(shown).toContain('[REDACTED]');
    expect(shown).not.toContain('hunter2');
    expect(redacted(shown)).toBe(shown);
  });
});

describe('JSON that is cut off', () => {
  test.each([
    ['{"user":"a","password":"hun', '{"user":"a","password":"[REDACTED]"'],
    ['{"user":"a","password":"', '{"user":"a","password":"[REDACTED]"'],
    ['{"password":"x\\', '{"password":"[REDACTED]"'],
    ['{"a":[{"credentials":{"user":"a","list":[1,', '{"a":[{"credentials":"[REDACTED]"'],
    ['{"token":12', '{"token":"[REDACTED]"'],
    ['{"dump":"{\\"password\\":\\"hun', '{"dump":"{\\"password\\":\\"[REDACTED]\\"'],
    ['{"dump":"{\\"password\\":\\"x\\",\\"b', '{"dump":"{\\"password\\":\\"[REDACTED]\\",\\"b'],
    ['{"name":"password","value":"hun', '{"name":"password","value":"[REDACTED]"'],
    ['{"value":"hunter2","name":"password","b', '{"value":"[REDACTED]","name":"password","b'],
    ['{"note":"Bearer hun', '{"note":"Bearer [REDACTED]'],
    ['[["Cookie","a=', '[["Cookie","[REDACTED]"'],
  ])('%j: from the start of the value to the end', (text, shown) => {
    expect(redacted(text)).toBe(shown);
    expect(redacted(shown)).toBe(shown);
  });

  test.each(['{"password":', '{"password', '{"password"', '{"a":tru', '{"a":"b\\u00', '{"a":[1,2'])(
    '%j stays',
    (text) => {
      expect(redacted(text)).toBe(text);
    },
  );
});

describe('what is almost JSON', () => {
  test.each([
    [
      '{"a":1,,"pass\\u0077ord":"x","b":{"token":"y"}}',
      '{"a":1,,"pass\\u0077ord":"[REDACTED]","b":{"token":"[REDACTED]"}}',
    ],
    ['{"password":hunter2,"a":1}', '{"password":"[REDACTED]","a":1}'],
    ['{"name":"password","value":hunter2}', '{"name":"password","value":"[REDACTED]"}'],
    ['{"password":{"a" 1},"b":2}', '{"password":"[REDACTED]","b":2}'],
    ['{"password":"x",}', '{"password":"[REDACTED]",}'],
    ['{password: "x", a: 1}', '{password: "[REDACTED]", a: 1}'],
    ['["note] token="abc" x', '["note] token="[REDACTED]" x'],
    ['{"a":1,"b":2...] password=x', '{"a":1,"b":2...] password=[REDACTED]'],
  ])('%j', (text, shown) => {
    expect(redacted(text)).toBe(shown);
    expect(redacted(shown)).toBe(shown);
  });
});
