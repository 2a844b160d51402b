import type { Anatomy, PageAnatomy } from '../kit/faults/anatomy.ts';
import type { FaultOf } from '../kit/faults/fault.ts';
import { inENotation } from './numbers.ts';
import type { ZstackRecord } from './record.ts';
import type { Sessions } from './sessions.ts';
import type { Store } from './store.ts';
import type { ZstackSwitches } from './switches.ts';

const AUDITS = '/zstack/v1/zwatch/audits';
const ACCOUNTS = '/zstack/v1/accounts/';
const DEFAULT_LIMIT = 100;

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'SYS.1001': 'Message timeout',
  'SYS.1006': 'Operation error',
  'SYS.1010': 'Management node is not ready',
  'SYS.1012': 'Management node is unavailable',
  'ID.1001': 'Invalid session',
};

/** Where faults take hold of ZStack. It has no totals and no cursor. */
export function anatomyOf(
  store: Store,
  sessions: Pick<Sessions, 'closeAll'>,
  switches: ZstackSwitches,
  clock: () => number,
): Anatomy<ZstackRecord> {
  const add = (row: ZstackRecord | undefined, requestUuid: string, time = row?.time) => {
    if (row && time !== undefined) store.add({ ...row, time, requestUuid });
  };
  return {
    kind: 'zstack',
    purposeOf: ({ path }) => {
      if (path === AUDITS) return 'data';
      return path.startsWith(ACCOUNTS) ? 'login' : 'other';
    },
    refusal,
    forms: [],
    page: { ...PAGE, print: switches.eNotation ? inENotation : (body) => JSON.stringify(body) },
    world: {
      expireSessions: () => sessions.closeAll(),
      addLate: (chance) => add(store.all[chance.below(store.all.length)], chance.hex(32)),
      addNewest: (chance) => {
        const newest = store.all.at(-1);
        add(newest, chance.hex(32), Math.max(clock(), (newest?.time ?? 0) + 1));
      },
    },
  };
}

/** An API's failure is a 503 with a code and its causes; other layers answer with plain text. */
function refusal({ status, code, message = 'the operation failed' }: FaultOf<'status'>) {
  if (status !== 503 && code === undefined) return { status, body: message };
  const told = String(code ?? 'SYS.1001');
  const deepest = { code: 'SYS.1000', description: 'Internal error', details: 'no reply from the host' };
  const cause = { code: 'SYS.1006', description: DESCRIPTIONS['SYS.1006'], details: message, cause: deepest };
  const description = DESCRIPTIONS[told] ?? 'An operation failed';
  return { status, body: { error: { code: told, description, details: message, cause } } };
}

interface Body {
  readonly audits?: readonly ZstackRecord[];
}

const PAGE: PageAnatomy<ZstackRecord> = {
  rowsOf: (body) => (body as Body).audits ?? null,
  withRows: (body, audits) => ({ ...(body as Body), audits }),
  altered: (row) => ({ ...row, apiName: `${row.apiName}Again` }),
  undecodable: (row) => ({ ...row, apiName: { not: 'a text' } as never }),
  timeless: (row) => ({ ...row, time: 'soon' as never }),
  widened: (call, ms) => {
    const query = new URLSearchParams(call.query);
    const move = (name: string, by: number) => {
      if (query.has(name)) query.set(name, String(Math.max(0, Number(query.get(name)) + by)));
    };
    move('startTime', -ms);
    move('endTime', ms);
    return { ...call, query };
  },
  limitOf: ({ query }) => Number(query.get('limit') ?? DEFAULT_LIMIT),
};
