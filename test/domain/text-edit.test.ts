import { expect, test } from 'vitest';
import { applyEdits, type TextEdit } from '../../src/domain/redaction/text-edit.ts';

const edit = (start: number, end: number, text: string): TextEdit => ({ start, end, text });

test.each<[string, readonly TextEdit[], string]>([
  ['nothing', [], 'abcdef'],
  ['in any order', [edit(4, 6, 'Y'), edit(0, 1, 'X')], 'XbcdY'],
  ['side by side', [edit(1, 2, 'X'), edit(2, 3, 'Y')], 'aXYdef'],
  ['one in another: the wider one stands', [edit(2, 3, 'Y'), edit(1, 5, 'X')], 'aXf'],
  ['from one start: the wider one stands', [edit(1, 2, 'Y'), edit(1, 5, 'X')], 'aXf'],
  ['overlapping: the first one stands for both', [edit(1, 3, 'X'), edit(2, 5, 'Y')], 'aXf'],
])('edits are made, %s', (_, edits, shown) => {
  expect(applyEdits('abcdef', edits)).toBe(shown);
});
