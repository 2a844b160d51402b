/** A value of an array that PostgreSQL reads; nothing is NULL. */
export type Cell = string | number | null | undefined;

/** An array as PostgreSQL reads it from a text: one parameter, however many values, and quick to hand on. */
export function arrayText(cells: readonly Cell[]): string {
  let text = '';
  for (const cell of cells) text += `,${cellText(cell)}`;
  return `{${text.slice(1)}}`;
}

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return 'NULL';
  if (typeof cell === 'number') return String(cell);
  return `"${cell.includes('"') || cell.includes('\\') ? cell.replaceAll(SPECIAL, '\\$&') : cell}"`;
}

/** What would end the value, or stand for what follows it. */
const SPECIAL = /["\\]/g;
