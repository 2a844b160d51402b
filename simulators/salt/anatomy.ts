import type { Call } from '../kit/exchange.ts';
import type { Anatomy, PageAnatomy } from '../kit/faults/anatomy.ts';
import type { FaultOf } from '../kit/faults/fault.ts';
import { isoMicros, microsOf } from '../kit/micros.ts';
import { fault } from './faults.ts';
import type { SaltRecord } from './record.ts';
import { RPC_ERRORS } from './rpc.ts';
import type { SaltSwitches } from './switches.ts';
import type { Table } from './table.ts';

interface Body {
  readonly ret: { readonly count: number; readonly results: readonly SaltRecord[] } | null;
}

interface RpcBody {
  readonly riq?: number;
  readonly kwarg?: { readonly limit?: number; readonly daterange?: readonly [string, string] };
}

const DEFAULT_LIMIT = 50;

/** Where faults take hold of Salt. Pages are those of single calls with named arguments, as `kwarg`. */
export function anatomyOf(stored: Table, { prefix }: SaltSwitches, expireSessions: () => void): Anatomy<SaltRecord> {
  const add = (row: SaltRecord | undefined, more: Partial<SaltRecord> = {}) => {
    if (row) stored.insert({ ...row, ...more, id: stored.lastId + 1 });
  };
  return {
    kind: 'salt',
    purposeOf: ({ path }) => {
      if (path === `${prefix}/rpc`) return 'data';
      return path === `${prefix}/account/login` ? 'login' : 'other';
    },
    refusal,
    forms: ['rpc'],
    page: PAGE,
    world: {
      expireSessions,
      addLate: (chance) => add(stored.records[chance.below(stored.records.length)]),
      addNewest: () => {
        const newest = stored.byStart.at(-1);
        const start_time = isoMicros(Math.max(Date.now() * 1000, (newest?.startUs ?? 0) + 1));
        add(newest?.record, { start_time, end_time: start_time });
      },
      pruneOldest: (rows) => {
        const keep = stored.byStart[rows];
        if (keep) stored.trim(keep.startUs);
      },
    },
  };
}

function refusal({ status, form, code = RPC_ERRORS.internal, message = 'Failure' }: FaultOf<'status'>, call: Call) {
  if (form !== 'rpc') return fault(status, 'Failure', message).answer;
  const riq = bodyOf(call).riq ?? null;
  return { status: 200, body: { riq, ret: null, error: { code: Number(code), message, detail: null }, warnings: [] } };
}

const PAGE: PageAnatomy<SaltRecord> = {
  rowsOf: (body) => (body as Body).ret?.results ?? null,
  withRows: (body, results) => ({ ...(body as Body), ret: { ...(body as Body).ret, results } }),
  altered: (row) => ({ ...row, event_name: `${row.event_name} (again)` }),
  undecodable: (row) => ({ ...row, event_name: { not: 'a text' } as never }),
  timeless: (row) => ({ ...row, start_time: 'soon' }),
  withTotal: (body, by) => {
    const { ret } = body as Body;
    return { ...(body as Body), ret: ret && { ...ret, count: ret.count + by } };
  },
  widened: (call, ms) => {
    const { kwarg, ...rest } = bodyOf(call);
    const [from, to] = (kwarg?.daterange ?? []).map(microsOf);
    if (from == null || to == null) return call;
    const daterange = [isoMicros(from - ms * 1000), isoMicros(to + ms * 1000)];
    return { ...call, body: JSON.stringify({ ...rest, kwarg: { ...kwarg, daterange } }) };
  },
  limitOf: (call) => {
    const limit = bodyOf(call).kwarg?.limit ?? DEFAULT_LIMIT;
    return limit === -1 ? null : limit;
  },
};

/** What a call says, as far as it says it in the common form; one that is no JSON says nothing. */
function bodyOf({ body }: Call): RpcBody {
  try {
    return (JSON.parse(body) ?? {}) as RpcBody;
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
