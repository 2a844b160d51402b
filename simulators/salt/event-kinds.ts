import { address } from '../kit/made-up.ts';
import { LONG_TEXT, ODD_TEXTS } from '../kit/odd-texts.ts';
import type { Random } from '../kit/random.ts';

export interface Who {
  readonly username: string;
  readonly account_uuid: string | null;
  readonly sessions: readonly string[];
}

/** What a kind of event looks like, and how often it happens. */
export interface EventKind {
  readonly event_type: string;
  /** Of all events; the shares add up to one. */
  readonly share: number;
  readonly names: readonly string[];
  readonly failureRate: number;
  readonly longestMs: number;
  data(chance: Random, who: Who, failed: boolean): unknown;
}

const AGENTS = [
  'curl/7.65.0',
  'python-requests/2.31.0',
  'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  '',
];

export const KINDS: readonly [EventKind, ...EventKind[]] = [
  {
    event_type: 'rpc',
    share: 0.597,
    names: [
      'minions.get_minion_status',
      'cmd.route_cmd',
      'audit.get_audit',
      'auth.save_user',
      'auth.delete_user',
      'tgt.save_target_group',
      'job.delete_job',
      'fs.update_file',
      'schedule.enable',
      'admin.trim_database',
      'pillar.frobnicate',
    ],
    failureRate: 0.08,
    longestMs: 5_000,
    data: (chance, who, failed) => ({
      args: chance.chance(0.2) ? [chance.pick(ODD_TEXTS), chance.below(1000)] : [],
      kwargs: rpcArguments(chance, who),
      status: failed ? 500 : 200,
      ...(failed ? { error: { code: 5000, message: 'Internal server error', detail: null } } : {}),
    }),
  },
  {
    event_type: 'auth',
    share: 0.22,
    names: ['login', 'login', 'logout'],
    failureRate: 0.25,
    longestMs: 40_000,
    data: (chance, who, failed) => ({
      note: failed
        ? `User ${who.username}: authentication failed: invalid basic-auth credentials`
        : `User ${who.username}: authentication succeeded`,
      status: failed ? 401 : 200,
      headers: headers(chance, who),
    }),
  },
  {
    event_type: 'task',
    share: 0.13,
    names: ['minion_cache_refresh', 'ldap_sync', 'trim_audit', 'report_build'],
    failureRate: 0.1,
    longestMs: 1_200_000,
    data: (chance, _who, failed) =>
      failed
        ? { error: 'Traceback (most recent call last):\n  File "tasks.py", line 12, in run\nTimeoutError', args: [] }
        : { result: { updated: chance.below(500) }, args: [] },
  },
  {
    event_type: 'system',
    share: 0.04,
    names: ['startup', 'shutdown'],
    failureRate: 0,
    longestMs: 0,
    data: (chance) => (chance.chance(0.2) ? {} : { version: '8.18.0', hostname: `raas-${chance.below(3) + 1}` }),
  },
  {
    event_type: 'license',
    share: 0.003,
    names: ['expired', ''],
    failureRate: 0.5,
    longestMs: 100,
    data: (chance) =>
      chance.pick<unknown>([null, [], ['a', 1, null], 'plain text', 42, true, { deep: { deeper: [{}] } }]),
  },
  {
    event_type: '',
    share: 0.002,
    names: ['login', ''],
    failureRate: 0.5,
    longestMs: 100,
    data: () => null,
  },
  {
    event_type: 'rpc',
    share: 0.008,
    names: ['fs.save_file'],
    failureRate: 0.1,
    longestMs: 1_000,
    data: (chance) => ({
      kwargs: { contents: chance.chance(0.1) ? LONG_TEXT : 'e30=', path: '/srv/100%/ü.sls' },
      status: 200,
    }),
  },
];

function rpcArguments(chance: Random, who: Who): unknown {
  if (chance.chance(0.05)) return { username: who.username, password: `Secret-${chance.below(1_000_000)}` };
  if (chance.chance(0.03))
    return { payload: JSON.stringify({ user: who.username, token: `t-${chance.below(1_000_000)}` }) };
  return {
    tgt: `minion-${chance.below(5_000)}`,
    limit: chance.below(100),
    note: chance.chance(0.02) ? chance.pick(ODD_TEXTS) : null,
  };
}

function headers(chance: Random, who: Who): Record<string, string> {
  const credentials = Buffer.from(`${who.username}:guess-${chance.below(1_000_000)}`).toString('base64');
  return {
    Host: 'localhost:8080',
    Accept: '*/*',
    'User-Agent': chance.pick(AGENTS),
    'X-Real-Ip': address(chance),
    'Content-Type': 'application/x-www-form-urlencoded',
    ...(chance.chance(0.7)
      ? { Authorization: `Basic ${credentials}` }
      : { Cookie: `raas-session=2|1:0|${chance.below(1e9)}` }),
    'Content-Length': String(chance.below(500)),
  };
}
