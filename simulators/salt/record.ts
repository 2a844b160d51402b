import { isoMicros, microsOf } from '../kit/micros.ts';

/** One row of the audit table, as `audit.get_audit` sends it. */
export interface SaltRecord {
  readonly id: number;
  readonly start_time: string;
  readonly end_time: string;
  readonly event_type: string;
  readonly event_name: string;
  readonly username: string | null;
  readonly account_uuid: string | null;
  readonly session_uuid: string | null;
  readonly failed: boolean;
  readonly event_data: unknown;
}

/** The record the vendor's document prints. Its Authorization header holds real credentials: `root:salt1`. */
export const SALT_SAMPLE: SaltRecord = {
  id: 175,
  start_time: '2019-06-05T21:12:53.190506+00:00',
  end_time: '2019-06-05T21:13:24.729561+00:00',
  event_type: 'auth',
  event_name: 'login',
  username: 'root',
  account_uuid: null,
  session_uuid: '4642ef92-d5ac-4ea2-b95d-2055b43f2193',
  failed: true,
  event_data: {
    note: 'User root: authentication failed: invalid basic-auth credentials',
    status: 401,
    headers: {
      Host: 'localhost:8080',
      Accept: '*/*',
      'User-Agent': 'curl/7.65.0',
      'Content-Type': 'application/x-www-form-urlencoded',
      Authorization: 'Basic cm9vdDpzYWx0MQ==',
      'Content-Length': '41',
    },
  },
};

/** What is not said is an ordinary successful call that took no time. */
export function complete(said: Partial<SaltRecord>, id: number, startUs: number): SaltRecord {
  const start_time = said.start_time ?? isoMicros(startUs);
  return {
    id,
    start_time,
    end_time: start_time,
    event_type: 'rpc',
    event_name: 'minions.get_minion_status',
    username: 'root',
    account_uuid: '80c67364-cb31-4f4b-972a-e7ea3f752bb8',
    session_uuid: '0b6d1a5e-6f5c-4a51-9d6f-0a4c6f3f9a10',
    failed: false,
    event_data: {},
    ...said,
  };
}

/** The moment a stored time names. Throws for a text that names none: such a row cannot be stored. */
export function storedMicros(text: string): number {
  const at = microsOf(text);
  if (at === null) throw new Error(`Salt simulator: expected an ISO 8601 date-time, found ${JSON.stringify(text)}`);
  return at;
}
