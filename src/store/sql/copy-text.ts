import type { Cell } from './array-text.ts';

/** A row in COPY's text format, its end included. */
export function copyText(cells: readonly Cell[]): string {
  let text = '';
  for (const cell of cells) text += `\t${cellText(cell)}`;
  return `${text.slice(1)}\n`;
}

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '\\N';
  if (typeof cell === 'number') return String(cell);
  return SPECIAL.test(cell) ? cell.replaceAll(EACH_SPECIAL, (found) => ESCAPES[found] ?? found) : cell;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const SPECIAL = /[\\\t\n\r]/;
const EACH_SPECIAL = /[\\\t\n\r]/g;
