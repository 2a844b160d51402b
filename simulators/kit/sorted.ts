/** Rows that stay in one order while rows are added: what a vendor's index is. */
export interface Sorted<Row> {
  readonly rows: readonly Row[];
  /** Puts a row in its place, behind its equals, and answers the index it now has. */
  add(row: Row): number;
}

export function sorted<Row>(given: readonly Row[], compare: (one: Row, other: Row) => number): Sorted<Row> {
  const rows = [...given].sort(compare);
  return {
    rows,
    add: (row) => {
      const place = firstWhere(rows, (held) => compare(held, row) > 0);
      rows.splice(place, 0, row);
      return place;
    },
  };
}

/** The index of the first row that passes, or the length. The rows that pass must all stand behind those that do not. */
export function firstWhere<Row>(rows: readonly Row[], passes: (row: Row) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(rows[middle] as Row)) high = middle;
    else low = middle + 1;
  }
  return low;
}
