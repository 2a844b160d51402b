import type { Answer } from '../kit/simulator.ts';
import { aggregate } from './aggregations.ts';
import type { AskedBody, Bodies, PagedBody } from './bodies.ts';
import { fault } from './fault.ts';
import type { Indexed, LineIndex } from './index-of-lines.ts';
import { readQuery, testOf } from './matchers.ts';
import type { Scrolls } from './scrolls.ts';
import { counter, found, type Place, type Search, take } from './search.ts';
import type { F5xcSwitches } from './switches.ts';
import { readWindow } from './window.ts';

const LIMIT_MAX = 500;

/** The three calls. Each takes the namespace of its path, which a body may repeat but not contradict. */
export interface Handlers {
  logs(namespace: string, body: string): Answer;
  aggregation(namespace: string, body: string): Answer;
  scroll(namespace: string, body: string): Answer;
}

export function handlersOf(
  index: LineIndex,
  scrolls: Scrolls,
  bodies: Bodies,
  switches: F5xcSwitches,
  clock: () => number,
): Handlers {
  const count = counter(index);
  const answer = (body: object): Answer => ({
    status: 200,
    body: switches.omitDefaults ? withoutDefaults(body) : body,
  });
  const searchOf = (body: AskedBody, ascending: boolean): Search => ({
    window: readWindow(body.start_time || undefined, body.end_time || undefined, clock()),
    passes: testOf(readQuery(body.query ?? ''), switches.anchored),
    ascending,
  });
  const totalHits = (body: AskedBody, search: Search) => {
    const hits = count(body.query ?? '', search);
    return String(switches.totalHitsCap > 0 ? Math.min(hits, switches.totalHitsCap) : hits);
  };
  const aggs = (body: AskedBody, search: Search) => {
    const wanted = body.aggs ?? {};
    const lines = Object.keys(wanted).length === 0 ? [] : [...found(index.lines, search)];
    return aggregate(wanted, lines, search.window, switches.emptyBuckets);
  };
  return {
    logs: (namespace, text) => {
      const body = bodies.paged(text);
      agree(namespace, body.namespace);
      const limit = limitOf(body, switches);
      if (body.scroll && body.search_after) throw fault(3, 'scroll and search_after exclude each other');
      const search = searchOf(body, body.sort === 'ASCENDING');
      const total_hits = totalHits(body, search);
      const head = { aggs: aggs(body, search), total_hits };
      if (body.scroll) {
        const lines = Array.from(found(index.lines, search), lineOf);
        const scroll_id = scrolls.keep(
          { rest: lines.slice(limit), batch: limit, totalHits: total_hits },
          lines.length === 0,
        );
        return answer({ ...head, logs: lines.slice(0, limit), scroll_id });
      }
      const page = take(found(index.lines, search, placeOf(body)), limit);
      return answer({ ...head, logs: page.map(lineOf), scroll_id: '', ...(body.search_after && lastOf(page)) });
    },
    aggregation: (namespace, text) => {
      const body = bodies.asked(text);
      agree(namespace, body.namespace);
      const pattern = readQuery(body.query ?? '').find(({ operator }) => operator === '=~' || operator === '!~');
      if (pattern) throw fault(3, `aggregation takes only = and !=, got ${pattern.operator} for ${pattern.field}`);
      const search = searchOf(body, false);
      return answer({ aggs: aggs(body, search), total_hits: totalHits(body, search) });
    },
    scroll: (namespace, text) => {
      const body = bodies.scroll(text);
      agree(namespace, body.namespace);
      const { rest, ...scroll } = scrolls.take(body.scroll_id);
      const scroll_id = scrolls.keep({ ...scroll, rest: rest.slice(scroll.batch) }, rest.length === 0);
      return answer({ aggs: {}, logs: rest.slice(0, scroll.batch), scroll_id, total_hits: scroll.totalHits });
    },
  };
}

function agree(path: string, body: string | null | undefined): void {
  if (body && body !== path)
    throw fault(3, `namespace ${JSON.stringify(body)} of the body is not that of the path, ${JSON.stringify(path)}`);
}

function limitOf({ limit }: PagedBody, { overLimit }: F5xcSwitches): number {
  const wanted = limit || LIMIT_MAX;
  if (wanted > LIMIT_MAX && overLimit === 'reject') throw fault(3, `limit must be at most ${LIMIT_MAX}, got ${wanted}`);
  return Math.min(wanted, LIMIT_MAX);
}

function placeOf({ search_after, sort_values }: PagedBody): Place | undefined {
  if (!search_after || !sort_values) return undefined;
  return { at: sort_values.last_timestamp, id: BigInt(sort_values.last_doc_id) };
}

function lastOf(page: readonly Indexed[]): object {
  const last = page.at(-1);
  return last ? { last_sort_values: { last_doc_id: String(last.id), last_timestamp: last.at } } : {};
}

function lineOf({ line }: Indexed): string {
  return line;
}

function withoutDefaults(body: object): object {
  const isDefault = (value: unknown) =>
    value === '' || value === '0' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(body).filter(([, value]) => !isDefault(value)));
}
