import { ASTROMKEY_CREDENTIALS, type AstromkeyRecord, startAstromkey } from '../../simulators/astromkey/index.ts';
import { F5XC_CREDENTIALS, startF5xc } from '../../simulators/f5xc/index.ts';
import type { FaultGiven } from '../../simulators/kit/faults/fault.ts';
import type { Simulator } from '../../simulators/kit/simulator.ts';
import type { Kind } from '../../simulators/registry.ts';
import { startRiverbed } from '../../simulators/riverbed/index.ts';
import { startSalt } from '../../simulators/salt/index.ts';
import { startZstack } from '../../simulators/zstack/index.ts';
import { entry } from './astromkey-client.ts';
import { LOGS, line } from './f5xc-client.ts';
import { bearer, postToken } from './riverbed-client.ts';
import { logIn, postLogin, xsrfOf } from './salt-client.ts';
import { AUDITS, login, row } from './zstack-client.ts';

type Parsed = ReturnType<typeof JSON.parse>;

/** A vendor with twelve rows, ten seconds apart, that is asked for five at a time, newest first. */
export interface Vendor {
  readonly simulator: Simulator<unknown>;
  /** The first page, or the one behind the page told. */
  ask(behind?: Parsed, signal?: AbortSignal): Promise<Response>;
  /** The way in, for vendors that have one. */
  readonly logIn?: () => Promise<Response>;
  rowsOf(page: Parsed): readonly Parsed[];
  /** Epoch seconds, NaN for a time that cannot be read. */
  secondsOf(row: Parsed): number;
  /** What the vendor knows the row by, and something else that it says. */
  saying(row: Parsed): readonly [id: unknown, content: unknown];
  totalOf(page: Parsed): number | undefined;
}

export const SIZE = 5;
export const FIRST_SECOND = Date.UTC(2024, 10, 4, 12) / 1000;
export const SECONDS = Array.from({ length: 12 }, (_, index) => FIRST_SECOND + 10 * index);
/** Leaves the two oldest and the two newest rows outside. */
const WINDOW = { from: FIRST_SECOND + 15, to: FIRST_SECOND + 95 };
const CLOCK = () => (FIRST_SECOND + 1000) * 1000;
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

interface Asked {
  readonly faults?: readonly FaultGiven[];
  /** Only rows of a window inside the data are asked for. */
  readonly windowed?: boolean;
}

/** How each vendor is started and asked. Each of them must be closed. */
export const VENDORS: Readonly<Record<Kind, (asked?: Asked) => Promise<Vendor>>> = {
  salt: async ({ faults = [], windowed = false } = {}) => {
    const records = SECONDS.map((at, index) => ({ id: index + 1, start_time: iso(at) }));
    const simulator = await startSalt({ records, swapTies: false });
    const headers = await logIn(simulator.url);
    simulator.setFaults(faults);
    const daterange = [WINDOW.from, WINDOW.to].map(iso);
    return {
      simulator,
      ask: (behind, signal) => {
        const page = behind === undefined ? 0 : Math.ceil((12 - behind.ret.results.at(-1).id) / SIZE);
        const kwarg = { limit: SIZE, page, sort_by: 'start_time', reverse: true, ...(windowed && { daterange }) };
        const body = JSON.stringify({ resource: 'audit', method: 'get_audit', riq: 7, kwarg });
        return fetch(`${simulator.url}/rpc`, { method: 'POST', headers, body, ...plain(signal) });
      },
      logIn: async () => postLogin(simulator.url, await xsrfOf(simulator.url)),
      rowsOf: (page) => page.ret.results,
      secondsOf: ({ start_time }) => Date.parse(start_time) / 1000,
      saying: ({ id, event_name }) => [id, event_name],
      totalOf: (page) => page.ret.count,
    };
  },
  riverbed: async ({ faults = [] } = {}) => {
    const simulator = await startRiverbed({ records: SECONDS.map((timestamp, pid) => ({ timestamp, pid })) });
    const headers = await bearer(simulator.url);
    simulator.setFaults(faults);
    return {
      simulator,
      ask: (behind, signal) => {
        const offset = behind === undefined ? 0 : behind.meta.offset + behind.meta.limit;
        const url = `${simulator.url}/api/npm.audit/1.1/events?limit=${SIZE}&offset=${offset}`;
        return fetch(url, { headers, ...plain(signal) });
      },
      logIn: () => postToken(simulator.url),
      rowsOf: (page) => page.items,
      secondsOf: ({ timestamp }) => Number(timestamp),
      saying: ({ pid, identifier }) => [pid, identifier],
      totalOf: (page) => page.meta.total,
    };
  },
  zstack: async ({ faults = [], windowed = false } = {}) => {
    const simulator = await startZstack({ records: SECONDS.map((at) => row(at * 1000)), clock: CLOCK });
    const uuid = (await login(simulator)).json.inventory.uuid;
    simulator.setFaults(faults);
    const { from, to } = windowed ? WINDOW : { from: 0, to: FIRST_SECOND + 1_000_000 };
    return {
      simulator,
      ask: (behind, signal) => {
        const endTime = behind === undefined ? to * 1000 : behind.audits.at(-1).time - 1;
        const url = `${simulator.url}${AUDITS}?limit=${SIZE}&startTime=${from * 1000}&endTime=${endTime}`;
        return fetch(url, { headers: { authorization: `OAuth ${uuid}` }, ...plain(signal) });
      },
      logIn: () => fetch(`${simulator.url}/zstack/v1/accounts/login`, { method: 'PUT', body: '{}' }),
      rowsOf: (page) => page.audits,
      secondsOf: ({ time }) => time / 1000,
      saying: ({ requestUuid, apiName }) => [requestUuid, apiName],
      totalOf: () => undefined,
    };
  },
  f5xc: async ({ faults = [], windowed = false } = {}) => {
    const records = SECONDS.map((at, serial) => line(at * 1000, { serial, operation: 'GET' }));
    const simulator = await startF5xc({ records, clock: CLOCK });
    simulator.setFaults(faults);
    const { from, to } = windowed ? WINDOW : { from: 0, to: FIRST_SECOND + 1_000_000 };
    return {
      simulator,
      ask: (behind, signal) => {
        const asked = { start_time: iso(from), end_time: String(to), limit: SIZE, search_after: true };
        const body = JSON.stringify({ ...asked, ...(behind && { sort_values: behind.last_sort_values }) });
        const headers = { authorization: `APIToken ${F5XC_CREDENTIALS.apiToken}` };
        return fetch(simulator.url + LOGS, { method: 'POST', headers, body, ...plain(signal) });
      },
      rowsOf: (page) => page.logs.map((text: string) => JSON.parse(text)),
      secondsOf: ({ time }) => Date.parse(time) / 1000,
      saying: ({ serial, operation }) => [serial, operation],
      totalOf: (page) => Number(page.total_hits),
    };
  },
  astromkey: async ({ faults = [], windowed = false } = {}) => {
    const records: AstromkeyRecord[] = SECONDS.map((at) => entry(at * 1000));
    const simulator = await startAstromkey({ records, clock: CLOCK, faults });
    const { from, to } = windowed ? WINDOW : { from: 0, to: FIRST_SECOND + 1_000_000 };
    return {
      simulator,
      ask: (behind, signal) => {
        const first = { from: String(from * 1000), to: iso(to), pageSize: String(SIZE) };
        const query = new URLSearchParams(behind === undefined ? first : { nextPageKey: behind.nextPageKey });
        const headers = { authorization: `Api-Token ${ASTROMKEY_CREDENTIALS.apiToken}` };
        return fetch(`${simulator.url}/api/v2/auditlogs?${query}`, { headers, ...plain(signal) });
      },
      rowsOf: (page) => page.auditLogs,
      secondsOf: ({ timestamp }) => timestamp / 1000,
      saying: ({ logId, entityId }) => [logId, entityId],
      totalOf: (page) => page.totalCount,
    };
  },
};

export const KINDS = Object.keys(VENDORS) as readonly Kind[];

function plain(signal: AbortSignal | undefined): RequestInit {
  return { redirect: 'manual', ...(signal && { signal }) };
}

export async function jsonOf(answer: Response | Promise<Response>): Promise<Parsed> {
  return JSON.parse(await (await answer).text());
}

/** `ask`, parsed, page behind page, so many of them. */
export async function pagesOf({ ask }: Vendor, count: number): Promise<readonly Parsed[]> {
  const pages: Parsed[] = [];
  while (pages.length < count) pages.push(await jsonOf(ask(pages.at(-1))));
  return pages;
}

/** Starts vendors that end with `closeAll`. */
export function ward() {
  const running: Vendor[] = [];
  return {
    start: async (kind: Kind, faults: readonly FaultGiven[] = [], windowed = false) => {
      const vendor = await VENDORS[kind]({ faults, windowed });
      running.push(vendor);
      return vendor;
    },
    closeAll: async () => {
      await Promise.all(running.splice(0).map(({ simulator }) => simulator.close()));
    },
  };
}
