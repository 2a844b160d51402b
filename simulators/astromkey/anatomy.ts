import type { Anatomy, PageAnatomy } from '../kit/faults/anatomy.ts';
import type { FaultOf } from '../kit/faults/fault.ts';
import type { Random } from '../kit/random.ts';
import type { Log } from './log.ts';
import { readMoment } from './moment.ts';
import type { AstromkeyRecord } from './record.ts';
import type { AstromkeySwitches } from './switches.ts';
import type { WalkKeys } from './walk.ts';

interface Server {
  readonly log: Log;
  readonly keys: Pick<WalkKeys, 'expireAll'>;
  readonly switches: AstromkeySwitches;
  readonly clock: () => number;
}

const WITH_VIOLATIONS: readonly number[] = [400, 404, 409, 422];

/** Where faults take hold of Ключ-АСТРОМ. It has no logins; what can end are its page keys. */
export function anatomyOf({ log, keys, switches, clock }: Server): Anatomy<AstromkeyRecord> {
  const add = (row: AstromkeyRecord | undefined, chance: Random, timestamp = row?.timestamp) => {
    if (row && timestamp !== undefined) log.add({ ...row, timestamp, logId: unusedId(log, timestamp, chance) });
  };
  return {
    kind: 'astromkey',
    purposeOf: ({ path }) => (path.startsWith(`${switches.prefix}/api/v2/auditlogs`) ? 'data' : 'other'),
    refusal,
    forms: [],
    page: pageAnatomy(clock),
    world: {
      expireSessions: () => keys.expireAll(),
      addLate: (chance) => add(log.entries[chance.below(log.entries.length)], chance),
      addNewest: (chance) => add(log.entries.at(-1), chance, clock()),
    },
  };
}

function unusedId(log: Log, timestamp: number, chance: Random): string {
  const head = String(Math.floor(timestamp / 1000)).padStart(10, '0');
  const id = `${head}0009${String(chance.below(10_000)).padStart(4, '0')}`;
  return log.find(id) === undefined ? id : unusedId(log, timestamp, chance);
}

function refusal({ status, code, message = 'The service is not available' }: FaultOf<'status'>) {
  const violation = { path: 'from', message, parameterLocation: 'QUERY', location: null };
  const constraintViolations = WITH_VIOLATIONS.includes(status) ? { constraintViolations: [violation] } : {};
  return { status, body: { error: { code: Number(code ?? status), message, ...constraintViolations } } };
}

interface Body {
  readonly totalCount: number;
  readonly nextPageKey?: string | null;
  readonly auditLogs?: readonly AstromkeyRecord[] | null;
}

function pageAnatomy(clock: () => number): PageAnatomy<AstromkeyRecord> {
  return {
    rowsOf: (body) => ('auditLogs' in (body as Body) ? ((body as Body).auditLogs ?? []) : null),
    withRows: (body, auditLogs) => ({ ...(body as Body), auditLogs }),
    altered: (row) => ({ ...row, entityId: `${row.entityId} (again)` }),
    undecodable: (row) => ({ ...row, eventType: { not: 'a text' } as never }),
    timeless: (row) => ({ ...row, timestamp: 'soon' as never }),
    withTotal: (body, by) => ({ ...(body as Body), totalCount: (body as Body).totalCount + by }),
    widened: (call, ms) => {
      const query = new URLSearchParams(call.query);
      const move = (name: string, by: number) => {
        const at = readMoment(query.get(name) ?? '', clock());
        if (at !== undefined) query.set(name, String(Math.max(0, at + by)));
      };
      move('from', -ms);
      move('to', ms);
      return { ...call, query };
    },
    cursor: {
      asked: ({ query }) => query.get('nextPageKey'),
      told: (body) => (body as Body).nextPageKey ?? null,
      telling: (body, nextPageKey) => ({ ...(body as Body), nextPageKey }),
    },
  };
}
