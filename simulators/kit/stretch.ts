/** A run of rows in the order asked for, read in place: however long it is, taking one page of it costs one page. */
export interface Stretch<Row> {
  readonly length: number;
  at(index: number): Row;
}

/** The rows in [from, until), forward or backward. */
export function stretch<Row>(rows: readonly Row[], backward: boolean, from = 0, until = rows.length): Stretch<Row> {
  return {
    length: Math.max(0, until - from),
    at: (index) => rows[backward ? until - 1 - index : from + index] as Row,
  };
}

/** The rows at [from, until) of it; what lies outside of it is left out. */
export function cut<Row>(run: Stretch<Row>, from: number, until: number): Row[] {
  const start = Math.max(0, from);
  return Array.from({ length: Math.max(0, Math.min(run.length, until) - start) }, (_, index) => run.at(start + index));
}

/** How a server without a tie-breaker orders: rows that `tied` calls equal stand by `rank`, which may differ between requests. */
export interface Ties<Row> {
  tied(one: Row, other: Row): boolean;
  rank(row: Row): number;
}

/** As `cut`, with the ties in their own order, also where a tie reaches over the edge of the page. */
export function cutTied<Row>(run: Stretch<Row>, from: number, until: number, ties: Ties<Row>): Row[] {
  const end = Math.min(run.length, until);
  if (from >= end) return [];
  let low = from;
  let high = end;
  while (low > 0 && ties.tied(run.at(low - 1), run.at(from))) low--;
  while (high < run.length && ties.tied(run.at(high), run.at(end - 1))) high++;
  return inRank(cut(run, low, high), ties).slice(from - low, end - low);
}

function inRank<Row>(rows: readonly Row[], ties: Ties<Row>): Row[] {
  const groups: Row[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && ties.tied(last[0], row)) last.push(row);
    else groups.push([row]);
  }
  return groups.flatMap((group) =>
    group.length === 1 ? group : group.sort((one, other) => ties.rank(one) - ties.rank(other)),
  );
}

/** A number for a row's own number that looks like chance, another for every salt. */
export function scramble(value: number, salt: number): number {
  const mixed = Math.imul((value ^ Math.imul(salt + 1, 0x9e3779b1)) >>> 0, 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) >>> 0;
}
