import type { Call } from '../kit/exchange.ts';
import type { Anatomy, CursorAnatomy, PageAnatomy } from '../kit/faults/anatomy.ts';
import type { FaultOf } from '../kit/faults/fault.ts';
import { microsOf } from '../kit/micros.ts';
import type { LineIndex } from './index-of-lines.ts';
import { parsed } from './record.ts';
import type { Scrolls } from './scrolls.ts';

const PATH = /\/voltshare\/audit_logs(?:\/aggregation|\/scroll)?$/;
const DEFAULT_LIMIT = 500;
const GRPC = { 400: 3, 401: 16, 403: 7, 404: 5, 409: 6, 422: 3, 429: 8, 500: 13, 502: 14, 503: 14, 504: 4 } as const;
const ERROR_TYPE = 'type.googleapis.com/ves.io.stdlib.server.error.Error';

/** Where faults take hold of F5. It has no logins; what can end are its scroll ids. */
export function anatomyOf(index: LineIndex, scrolls: Pick<Scrolls, 'expireAll'>, clock: () => number): Anatomy<string> {
  return {
    kind: 'f5xc',
    purposeOf: ({ path }) => (PATH.test(path) ? 'data' : 'other'),
    refusal,
    forms: [],
    page: PAGE,
    world: {
      expireSessions: scrolls.expireAll,
      addLate: (chance) => {
        const record = index.records[chance.below(index.records.length)];
        if (record) index.add({ at: record.at, line: withMember(record.line, { request_id: chance.hex(16) }) });
      },
      addNewest: (chance) => {
        const newest = index.records.at(-1);
        const at = Math.max(clock(), (newest?.at ?? 0) + 1);
        const told = { time: new Date(at).toISOString(), '@timestamp': undefined, request_id: chance.hex(16) };
        if (newest) index.add({ at, line: withMember(newest.line, told) });
      },
    },
  };
}

function refusal({ status, code = GRPC[status], message = 'the service is not available' }: FaultOf<'status'>) {
  const value = Buffer.from(message).toString('base64');
  return { status, body: { code, message, details: [{ type_url: ERROR_TYPE, value }] } };
}

interface Body {
  readonly logs?: readonly string[];
  readonly total_hits?: string;
  readonly scroll_id?: string;
  readonly last_sort_values?: object;
}

interface AskedBody {
  readonly limit?: number;
  readonly start_time?: string;
  readonly end_time?: string;
  readonly sort_values?: object;
  readonly scroll_id?: string;
}

const CURSOR: CursorAnatomy = {
  asked: (call) => cursorOf(askedOf(call).sort_values, askedOf(call).scroll_id ?? call.query.get('scroll_id')),
  told: (body) => cursorOf((body as Body).last_sort_values, (body as Body).scroll_id),
  telling: (body, cursor) =>
    cursor.startsWith('{')
      ? { ...(body as Body), last_sort_values: JSON.parse(cursor) }
      : { ...(body as Body), scroll_id: cursor },
};

function cursorOf(values: object | undefined, scrollId: string | null | undefined): string | null {
  return values === undefined ? scrollId || null : JSON.stringify(values);
}

const PAGE: PageAnatomy<string> = {
  rowsOf: (body) => (body as Body).logs ?? null,
  withRows: (body, logs) => ({ ...(body as Body), logs }),
  altered: (line) => withMember(line, { operation: 'again' }),
  undecodable: (line) => withMember(line, { operation: { not: 'a text' } }),
  timeless: (line) => withMember(line, { time: 'soon', '@timestamp': undefined }),
  withTotal: (body, by) => ({ ...(body as Body), total_hits: String(Number((body as Body).total_hits ?? 0) + by) }),
  widened: (call, ms) => {
    const { start_time, end_time, ...rest } = askedOf(call);
    if (start_time === undefined || end_time === undefined) return call;
    const moved = { start_time: shifted(start_time, -ms), end_time: shifted(end_time, ms) };
    return { ...call, body: JSON.stringify({ ...rest, ...moved }) };
  },
  limitOf: (call) => (call.path.endsWith('/audit_logs') ? (askedOf(call).limit ?? DEFAULT_LIMIT) : null),
  cursor: CURSOR,
};

function withMember(line: string, members: object): string {
  return JSON.stringify({ ...parsed(line), ...members });
}

function shifted(time: string, ms: number): string {
  const micros = /^-?\d+$/.test(time) ? Number(time) * 1_000_000 : microsOf(time);
  return micros === null ? time : new Date(micros / 1000 + ms).toISOString();
}

function askedOf({ body }: Call): AskedBody {
  return parsed(body);
}
