/** A column of a plain-text table. */
export interface Column<Row> {
  readonly title: string;
  /** Cells with more characters go on in the next line, at a blank; a longer word stands whole. Left out: they never do. */
  readonly wrapAt?: number;
  readonly toTheRight?: true;
  cell(row: Row): string;
}

const BETWEEN = '  ';

/** Rows below each other in aligned columns, each line without blanks at its end. What would move the cursor is a blank. */
export function textTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const records = [
    columns.map(({ title }) => [title]),
    ...rows.map((row) => columns.map(({ cell, wrapAt }) => wrapped(onOneLine(cell(row)), wrapAt ?? Infinity))),
  ];
  const widths = columns.map((_, at) => Math.max(...records.flatMap((cells) => (cells[at] ?? []).map(lengthOf))));
  const lines = records.flatMap((cells) => {
    const height = Math.max(...cells.map((cell) => cell.length));
    return Array.from({ length: height }, (_, line) =>
      columns.map(({ toTheRight }, at) => padded(cells[at]?.[line] ?? '', widths[at] ?? 0, toTheRight)).join(BETWEEN),
    );
  });
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/** A text of others' as it can stand in a line: what breaks lines or cannot be seen is a blank. */
export function onOneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || lengthOf(last) + 1 + lengthOf(word) > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function padded(text: string, width: number, toTheRight = false): string {
  const blanks = ' '.repeat(width - lengthOf(text));
  return toTheRight ? blanks + text : text + blanks;
}

function lengthOf(text: string): number {
  return [...text].length;
}
