import type { Anatomy } from './anatomy.ts';
import { needed, type Step, type Steps } from './step.ts';

type Rows = readonly unknown[];

/** Lies told by a page about itself. */
export const PAGE_STEPS: Steps<
  | 'swappedRows'
  | 'reversedRows'
  | 'repeatedRows'
  | 'skippedRows'
  | 'outsideWindow'
  | 'wrongTotal'
  | 'fullPages'
  | 'reusedIds'
  | 'undecodable'
  | 'timeless'
> = {
  swappedRows: (_, anatomy) => lie(anatomy, swapped),
  reversedRows: (_, anatomy) => lie(anatomy, (rows) => rows.toReversed()),
  skippedRows: ({ n }, anatomy) => lie(anatomy, (rows) => rows.slice(n)),
  reusedIds: ({ n }, anatomy) =>
    lie(anatomy, (rows) => rows.flatMap((row, at) => (at < n ? [row, anatomy.page.altered(row)] : [row]))),
  undecodable: ({ n }, anatomy) => lie(anatomy, firstRows(n, anatomy.page.undecodable)),
  timeless: ({ n }, anatomy) => lie(anatomy, firstRows(n, anatomy.page.timeless)),
  repeatedRows: ({ n, where }, anatomy) => {
    if (where === 'within') return lie(anatomy, (rows) => [...rows, ...rows.slice(-n)]);
    let before: Rows = [];
    return lie(anatomy, (rows) => {
      const page = rows.length === 0 ? rows : [...before, ...rows];
      before = rows.length === 0 ? before : rows.slice(-n);
      return page;
    });
  },
  fullPages: ({ kind }, anatomy) => {
    const limitOf = needed(anatomy.page.limitOf, kind, anatomy, 'pages that a limit measures');
    let last: Rows = [];
    return {
      page: (body, call) => {
        const rows = anatomy.page.rowsOf(body);
        const limit = limitOf(call);
        if (rows === null || limit === null) return body;
        last = rows.length > 0 ? rows.slice(-1) : last;
        const filling = Array.from({ length: Math.max(0, limit - rows.length) }, () => last).flat();
        return anatomy.page.withRows(body, [...rows, ...filling]);
      },
    };
  },
  outsideWindow: ({ ms, kind }, anatomy) => {
    const widened = needed(anatomy.page.widened, kind, anatomy, 'window in its calls');
    return { asked: (call) => widened(call, ms) };
  },
  wrongTotal: ({ by, kind }, anatomy) => {
    const withTotal = needed(anatomy.page.withTotal, kind, anatomy, 'totals');
    return { page: (body) => (anatomy.page.rowsOf(body) === null ? body : withTotal(body, by)) };
  },
};

function lie({ page }: Anatomy<unknown>, change: (rows: Rows) => Rows): Step {
  return {
    page: (body) => {
      const rows = page.rowsOf(body);
      return rows === null ? body : page.withRows(body, change(rows));
    },
  };
}

function swapped(rows: Rows): Rows {
  return rows.length < 2 ? rows : [rows.at(-1), ...rows.slice(1, -1), rows[0]];
}

function firstRows(count: number, change: (row: unknown) => unknown): (rows: Rows) => Rows {
  return (rows) => rows.map((row, at) => (at < count ? change(row) : row));
}
