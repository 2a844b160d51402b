import type { Answer } from '../kit/exchange.ts';
import type { Anatomy, PageAnatomy } from '../kit/faults/anatomy.ts';
import type { FaultOf } from '../kit/faults/fault.ts';
import { type RiverbedEvent, secondsOf } from './event.ts';
import { asXml } from './faults.ts';
import type { Log } from './log.ts';
import { DEFAULT_LIMIT } from './query.ts';
import type { RiverbedSwitches } from './switches.ts';

const EVENTS = '/api/npm.audit/1.1/events';
const LOGIN = /^\/api\/(?:mgmt\.aaa\/[\d.]+\/token|common\/1\.0\/(?:login|oauth\/token))$/;

const ERROR_IDS: Readonly<Record<number, string>> = {
  400: 'REQUEST_INVALID_INPUT',
  401: 'AUTH_REQUIRED',
  403: 'AUTH_FORBIDDEN',
  404: 'RESOURCE_NOT_FOUND',
  422: 'REQUEST_INVALID_INPUT',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
};

/** Where faults take hold of a Riverbed. It has no window in its calls and no cursor. */
export function anatomyOf(
  log: Log,
  { errorForm }: RiverbedSwitches,
  expireSessions: () => void,
): Anatomy<RiverbedEvent> {
  const add = (row: RiverbedEvent | undefined, more: Partial<RiverbedEvent>) => {
    if (row) log.add({ ...row, ...more });
  };
  return {
    kind: 'riverbed',
    purposeOf: ({ path }) => {
      if (path === EVENTS) return 'data';
      return LOGIN.test(path) ? 'login' : 'other';
    },
    refusal: (fault) => (fault.form === 'xml' || errorForm === 'xml' ? asXml(refusal(fault)) : refusal(fault)),
    forms: ['xml'],
    page: PAGE,
    world: {
      expireSessions,
      addLate: (chance) => add(log.events[chance.below(log.events.length)], { sid: chance.hex(16) }),
      addNewest: (chance) => {
        const newest = log.events.at(-1);
        const nextSecond = newest === undefined ? 0 : Math.floor(secondsOf(newest)) + 1;
        add(newest, { timestamp: Math.max(Math.floor(Date.now() / 1000), nextSecond), sid: chance.hex(16) });
      },
      pruneOldest: (rows) => void log.pruneTail(rows),
      growNewest: (by) => {
        if (log.events.length > 0) log.bump(by);
      },
    },
  };
}

function refusal({ status, code, message = 'The operation failed' }: FaultOf<'status'>): Answer {
  const error_id = String(code ?? ERROR_IDS[status] ?? 'INTERNAL_ERROR');
  return { status, body: { error_id, error_text: message } };
}

interface Body {
  readonly items?: readonly RiverbedEvent[];
  readonly meta?: { readonly total?: number };
}

const PAGE: PageAnatomy<RiverbedEvent> = {
  rowsOf: (body) => (body as Body).items ?? null,
  withRows: (body, items) => ({ ...(body as Body), items }),
  altered: (row) => ({ ...row, identifier: `${row.identifier} (again)` }),
  undecodable: (row) => ({ ...row, record_type: { not: 'a text' } as never }),
  timeless: (row) => ({ ...row, timestamp: 'soon' }),
  withTotal: (body, by) => {
    const { meta } = body as Body;
    return meta?.total === undefined ? body : { ...(body as Body), meta: { ...meta, total: meta.total + by } };
  },
  limitOf: ({ query }) => Number(query.get('limit') ?? DEFAULT_LIMIT),
};
