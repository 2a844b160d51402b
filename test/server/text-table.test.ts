import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Column, onOneLine, textTable } from '../../src/server/text-table.ts';

type Row = readonly string[];

const column = (at: number, more: Partial<Column<Row>> = {}): Column<Row> => ({
  title: `column ${at}`,
  cell: (row) => row[at] ?? '',
  ...more,
});

describe('a table', () => {
  test('aligns its columns, wraps at blanks, and leaves no blanks at the end of a line', () => {
    const columns = [column(0), column(1, { toTheRight: true }), column(2, { wrapAt: 9 })];
    const rows = [
      ['a', '1', 'one, two, three, antidisestablishmentarianism, x'],
      ['ключ', '12345678901', ''],
    ];
    expect(textTable(columns, rows)).toBe(
      [
        'column 0     column 1  column 2',
        'a                   1  one, two,',
        '                       three,',
        '                       antidisestablishmentarianism,',
        '                       x',
        'ключ      12345678901',
        '',
      ].join('\n'),
    );
  });

  test('has its titles where it has no rows', () => {
    expect(textTable([column(0), column(1)], [])).toBe('column 0  column 1\n');
  });

  test('holds every word of every cell, whatever stands in them, and only its own lines', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 2 })), (rows) => {
        const table = textTable([column(0), column(1, { wrapAt: 5 })], rows);
        const words = (text: string) => text.split(/\s+/).filter(Boolean).sort();
        expect(words(table)).toEqual(words(['column 0 column 1', ...rows.flat().map(onOneLine)].join(' ')));
        expect(table.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

test.each([
  ['a\r\nb\tc', 'a b c'],
  ['\u001b[2Jgone', '[2Jgone'],
  ['a\u2028b', 'a b'],
  ['  x ', 'x'],
])('%j is on one line as %j', (text, line) => {
  expect(onOneLine(text)).toBe(line);
});
