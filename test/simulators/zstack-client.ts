import { createHash } from 'node:crypto';
import { afterEach } from 'vitest';
import {
  startZstack,
  ZSTACK_CREDENTIALS,
  type ZstackRecord,
  type ZstackSimulator,
} from '../../simulators/zstack/index.ts';

export const AUDITS = '/zstack/v1/zwatch/audits';
export const DAY_MS = 86_400_000;
const running: ZstackSimulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

export async function start(options: Parameters<typeof startZstack>[0] = {}) {
  const simulator = await startZstack(options);
  running.push(simulator);
  return simulator;
}

export async function call(
  simulator: ZstackSimulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const response = await fetch(simulator.url + path, {
    method,
    headers,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, text, json: isJson ? JSON.parse(text) : undefined };
}

export const sha512 = (text: string) => createHash('sha512').update(text).digest('hex');

export function login(simulator: ZstackSimulator, password = sha512(ZSTACK_CREDENTIALS.password)) {
  return call(simulator, 'PUT', '/zstack/v1/accounts/login', {
    logInByAccount: { accountName: ZSTACK_CREDENTIALS.accountName, password },
  });
}

export async function signedIn(simulator: ZstackSimulator) {
  const { json } = await login(simulator);
  const uuid: string = json.inventory.uuid;
  const headers = { authorization: `OAuth ${uuid}` };
  const audits = (query = '') => call(simulator, 'GET', `${AUDITS}?${query}`, undefined, headers);
  const rows = async (query = ''): Promise<ZstackRecord[]> => (await audits(query)).json.audits;
  return { uuid, audits, rows };
}

export function row(time: number, more: Partial<ZstackRecord> = {}): ZstackRecord {
  return {
    time,
    apiName: 'org.zstack.header.vm.APIStartVmInstanceMsg',
    resourceType: 'VmInstanceVO',
    requestUuid: `r${time}`,
    ...more,
  };
}

export const times = (rows: readonly ZstackRecord[]) => rows.map(({ time }) => time);
export const newestFirst = (rows: readonly ZstackRecord[]) => rows.toSorted((one, other) => other.time - one.time);
export const isResource = (record: ZstackRecord) => record.resourceType !== 'SessionVO';
