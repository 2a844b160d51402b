import { afterEach } from 'vitest';
import {
  ASTROMKEY_CREDENTIALS,
  type AstromkeyRecord,
  type AstromkeySimulator,
  startAstromkey,
} from '../../simulators/astromkey/index.ts';

export const NOW = Date.UTC(2024, 10, 6, 12, 34, 56, 789);
export const DAY_MS = 86_400_000;
const running: AstromkeySimulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

export async function start(options: Parameters<typeof startAstromkey>[0] = {}) {
  const simulator = await startAstromkey({ clock: () => NOW, to: NOW, ...options });
  running.push(simulator);
  return simulator;
}

export async function get(
  simulator: AstromkeySimulator,
  query: Readonly<Record<string, string>> | string = {},
  { path = '/api/v2/auditlogs', token = `Api-Token ${ASTROMKEY_CREDENTIALS.apiToken}`, method = 'GET' } = {},
) {
  const search = typeof query === 'string' ? query : new URLSearchParams(query);
  const response = await fetch(`${simulator.url}${path}?${search}`, {
    method,
    headers: { ...(token && { authorization: token }) },
  });
  return { status: response.status, json: JSON.parse(await response.text()) };
}

export function entry(timestamp: number, more: Partial<AstromkeyRecord> = {}): AstromkeyRecord {
  return {
    logId: `${Math.floor(timestamp / 1000)}00050000`,
    eventType: 'UPDATE',
    category: 'CONFIG',
    environmentId: 'env',
    user: 'admin',
    userType: 'USER_NAME',
    timestamp,
    success: true,
    ...more,
  };
}

export const timestamps = (json: { readonly auditLogs: readonly AstromkeyRecord[] }) =>
  json.auditLogs.map(({ timestamp }) => timestamp);
