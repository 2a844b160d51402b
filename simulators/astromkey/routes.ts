import type { Random } from '../kit/random.ts';
import type { Answer, Call } from '../kit/simulator.ts';
import { ASTROMKEY_CREDENTIALS } from './credentials.ts';
import { badParameter, fault } from './fault.ts';
import type { Log } from './log.ts';
import { readParameters } from './parameters.ts';
import type { AstromkeySwitches } from './switches.ts';
import type { Walk, WalkKeys } from './walk.ts';

const PATH = '/api/v2/auditlogs';

export interface Server {
  readonly log: Log;
  readonly keys: WalkKeys;
  readonly switches: AstromkeySwitches;
  readonly chance: Random;
  readonly clock: () => number;
}

/** Checks the environment, the token and the method, and answers the log or one entry of it. */
export function route(call: Call, server: Server): Answer {
  const base = server.switches.prefix + PATH;
  const logId = call.path.startsWith(`${base}/`) ? decodeURIComponent(call.path.slice(base.length + 1)) : undefined;
  if (call.path !== base && logId === undefined) throw fault(404, `HTTP 404 Not Found: ${call.path}`);
  if (call.headers.authorization !== `Api-Token ${ASTROMKEY_CREDENTIALS.apiToken}`) {
    throw fault(
      401,
      call.headers.authorization === undefined ? 'Missing authorization parameter.' : 'Token Authentication failed',
    );
  }
  if (call.method !== 'GET') throw fault(405, 'HTTP 405 Method Not Allowed');
  return { status: 200, body: logId === undefined ? page(call, server) : single(call, logId, server.log) };
}

function single(call: Call, logId: string, log: Log) {
  const [unknown] = call.query.keys();
  if (unknown !== undefined) throw badParameter(unknown, `Unknown query parameter ${unknown}`);
  const entry = log.find(logId);
  if (!entry) throw fault(404, `Audit log entry ${logId} not found`);
  return entry;
}

function page(call: Call, { log, keys, switches, chance, clock }: Server) {
  const walk = walkOf(call, { log, keys, switches, clock });
  const size = switches.shortPages ? 1 + chance.below(walk.pageSize) : walk.pageSize;
  const { entries, more } = log.next(walk, size);
  const last = entries.at(-1);
  const nextPageKey =
    more && last
      ? keys.write({ ...walk, pages: walk.pages + 1, after: { timestamp: last.timestamp, logId: last.logId } })
      : null;
  return {
    totalCount: walk.totalCount,
    ...pageSizeMember(walk.pageSize, switches),
    ...((nextPageKey !== null || switches.lastPageKey === 'null') && { nextPageKey }),
    auditLogs: entries.length === 0 && switches.emptyLogs === 'null' ? null : entries,
  };
}

function walkOf(call: Call, { log, keys, switches, clock }: Omit<Server, 'chance'>): Walk {
  const asked = readParameters(call.query, switches, clock());
  if ('walk' in asked) return { ...asked.walk, totalCount: log.count(asked.walk), pages: 0 };
  const walk = keys.read(asked.key);
  if (switches.keyUses > 0 && walk.pages > switches.keyUses)
    throw badParameter('nextPageKey', 'The page key is no longer valid');
  return walk;
}

function pageSizeMember(pageSize: number, switches: AstromkeySwitches) {
  switch (switches.pageSizeMember) {
    case 'present':
      return { pageSize };
    case 'null':
      return { pageSize: null };
    case 'absent':
      return {};
  }
}
