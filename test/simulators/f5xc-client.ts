import { afterEach } from 'vitest';
import {
  F5XC_CREDENTIALS,
  type F5xcRecord,
  type F5xcRow,
  type F5xcSimulator,
  startF5xc,
} from '../../simulators/f5xc/index.ts';

export const LOGS = '/api/secret_management/namespaces/default/voltshare/audit_logs';
export const NOON = Date.UTC(2024, 10, 4, 12);
export const MINUTE_MS = 60_000;
const running: F5xcSimulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

export async function start(options: Parameters<typeof startF5xc>[0] = {}) {
  const simulator = await startF5xc({ clock: () => NOON, to: NOON, ...options });
  running.push(simulator);
  return simulator;
}

export async function call(
  simulator: F5xcSimulator,
  body: unknown,
  { path = LOGS, method = 'POST', token = `APIToken ${F5XC_CREDENTIALS.apiToken}` } = {},
) {
  const response = await fetch(simulator.url + path, {
    method,
    headers: { ...(token && { authorization: token }), 'content-type': 'application/json' },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, json: JSON.parse(await response.text()) };
}

export const ALL = { start_time: '0', end_time: '9999999999' };
export const scroll = (simulator: F5xcSimulator, scroll_id: string) =>
  call(simulator, { scroll_id }, { path: `${LOGS}/scroll` });
export const iso = (at: number) => new Date(at).toISOString();
export const line = (at: number, more: object = {}): F5xcRow => ({ line: JSON.stringify({ time: iso(at), ...more }) });
export const linesOf = (records: readonly F5xcRecord[]) => records.map((record) => record.line);

export async function logs(simulator: F5xcSimulator, body: object): Promise<readonly string[]> {
  return (await call(simulator, body)).json.logs;
}
