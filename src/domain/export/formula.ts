/**
 * What a spreadsheet takes a cell's first character for the beginning of a formula by, as code points: TAB, LF, CR, `+`, `-`,
 * `=`, `@`, and these four in full width.
 */
export const FORMULA_STARTS: readonly number[] = [
  ...[0x09, 0x0a, 0x0d, 0x2b, 0x2d, 0x3d, 0x40],
  ...[0xff0b, 0xff0d, 0xff1d, 0xff20],
];

/** Set before such a cell, which makes it a text. */
export const FORMULA_GUARD = "'";

const STARTS = new Set<number | undefined>(FORMULA_STARTS);

export function guarded(text: string): string {
  return STARTS.has(text.codePointAt(0)) ? FORMULA_GUARD + text : text;
}
