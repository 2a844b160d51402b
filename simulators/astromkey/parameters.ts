import { badParameter } from './fault.ts';
import { readMoment } from './moment.ts';
import type { AstromkeySwitches } from './switches.ts';
import type { Walk } from './walk.ts';

const NAMES: readonly string[] = ['nextPageKey', 'pageSize', 'filter', 'from', 'to', 'sort'];
const PAGE_SIZE_DEFAULT = 1000;
const PAGE_SIZE_MAX = 5000;

/** A first call's question, or the key of a further page, which stands alone. */
export type Asked = { readonly key: string } | { readonly walk: Omit<Walk, 'totalCount' | 'pages'> };

export function readParameters(query: URLSearchParams, switches: AstromkeySwitches, now: number): Asked {
  for (const name of new Set(query.keys())) {
    if (!NAMES.includes(name)) throw badParameter(name, `Unknown query parameter ${name}`);
    if (query.getAll(name).length > 1) throw badParameter(name, `Query parameter ${name} is given more than once`);
  }
  const key = query.get('nextPageKey');
  if (key !== null) {
    const other = [...query.keys()].find((name) => name !== 'nextPageKey');
    if (other !== undefined) throw badParameter(other, `${other} must not be given beside nextPageKey`);
    return { key };
  }
  const from = moment('from', query.get('from') ?? 'now-2w', now);
  const to = moment('to', query.get('to') ?? 'now', now);
  if (from > to) throw badParameter('from', 'from must not be after to');
  return {
    walk: {
      from,
      to: switches.toBound === 'inclusive' ? to + 1 : to,
      filter: query.get('filter') ?? '',
      ascending: ascending(query.get('sort')),
      pageSize: pageSize(query.get('pageSize'), switches),
    },
  };
}

function moment(name: string, text: string, now: number): number {
  const at = readMoment(text, now);
  if (at === undefined) throw badParameter(name, `${name} is no timestamp, date or relative timeframe: ${text}`);
  return at;
}

function ascending(sort: string | null): boolean {
  if (sort === null || sort === '-timestamp') return false;
  if (sort === 'timestamp') return true;
  throw badParameter('sort', `sort must be timestamp or -timestamp, got ${sort}`);
}

function pageSize(text: string | null, { overPageSize }: AstromkeySwitches): number {
  if (text === null) return PAGE_SIZE_DEFAULT;
  const size = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (size < 1 || (size > PAGE_SIZE_MAX && overPageSize === 'reject')) {
    throw badParameter('pageSize', `pageSize must be a whole number from 1 to ${PAGE_SIZE_MAX}, got ${text}`);
  }
  return Math.min(size, PAGE_SIZE_MAX);
}
