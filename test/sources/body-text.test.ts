import { describe, expect, test } from 'vitest';
import { bodyText } from '../../src/sources/body-text.ts';

const JSON_TYPE = 'application/json';

describe('the bytes of an answer', () => {
  test.each([
    ['nothing, so they are UTF-8', JSON_TYPE, Buffer.from('{"name":"Жüр"}')],
    ['iso-8859-1', 'application/json; charset=iso-8859-1', Buffer.from('{"name":"Mül"}', 'latin1')],
    ['a charset in quotes', 'application/json; charset="ISO-8859-1"; v=1', Buffer.from('{"name":"Mül"}', 'latin1')],
    ['a charset in single quotes', "application/json;charset='iso-8859-1'", Buffer.from('{"name":"Mül"}', 'latin1')],
    ['odd case and blanks', 'application/json ;  ChArSeT = Latin1', Buffer.from('{"name":"Mül"}', 'latin1')],
    ['the first of two types', 'text/plain; charset=latin1, text/html', Buffer.from('{"name":"Mül"}', 'latin1')],
    ['windows-1251', 'text/plain; charset=Windows-1251', Buffer.from([...Buffer.from('{"name":"'), 0xc6, 0x22, 0x7d])],
    ['utf-16', 'application/json; charset=UTF-16', Buffer.from('{"name":"Жü"}', 'utf16le')],
    ['utf-16be', 'application/json; charset=utf-16be', Buffer.from('{"name":"Жü"}', 'utf16le').swap16()],
    ['an empty charset', 'application/json; charset=', Buffer.from('{"name":"Ж"}')],
    ['an unknown charset, though they are UTF-8', 'application/json; charset=utf-9', Buffer.from('{"name":"Ж"}')],
  ])('are read as declared: %s', (_, type, bytes) => {
    const name = /"name":"(.*)"/.exec(bodyText(bytes, type))?.[1];
    expect(name).toMatch(/^(Жüр|Mül|Жü|Ж)$/);
  });

  test.each([
    ['UTF-8', [0xef, 0xbb, 0xbf], Buffer.from('{"a":"Ж"}')],
    ['UTF-16, little end first', [0xff, 0xfe], Buffer.from('{"a":"Ж"}', 'utf16le')],
    ['UTF-16, great end first', [0xfe, 0xff], Buffer.from('{"a":"Ж"}', 'utf16le').swap16()],
  ])('lose their byte order mark, which says more than the charset: %s', (_, mark, bytes) => {
    const marked = Buffer.concat([Buffer.from(mark), bytes]);
    const types = [
      JSON_TYPE,
      'text/plain; charset=utf-16',
      'text/plain; charset=iso-8859-1',
      'text/plain; charset=utf-9',
    ];
    for (const type of types) expect(bodyText(marked, type)).toBe('{"a":"Ж"}');
  });

  test('lose no second mark', () => {
    expect(bodyText(Buffer.from('\ufeff\ufeffa'), JSON_TYPE)).toBe('\ufeffa');
  });

  test('are refused where they are neither in a known charset nor in UTF-8', () => {
    const type = `text/plain; charset=${'x'.repeat(5_000)}`;
    expect(() => bodyText(Buffer.from([0x7b, 0xe9, 0x7d]), type)).toThrow(
      `expected a text in UTF-8 or in a known charset, but got bytes in neither, declared as "${'x'.repeat(40)}"`,
    );
  });

  test('that mean nothing in a declared UTF-8 are marked where they stood', () => {
    expect(bodyText(Buffer.from([0x61, 0xe9, 0x62]), 'text/plain; charset=utf-8')).toBe('a\ufffdb');
  });
});
