import { createHash, createHmac } from 'node:crypto';
import type { Call } from '../kit/simulator.ts';
import { type Account, accountOfCredentials, ZSTACK_CREDENTIALS } from './credentials.ts';
import { readDateHeader } from './date-header.ts';
import { apiError, plain } from './fault.ts';
import type { Sessions } from './sessions.ts';
import type { ZstackSwitches } from './switches.ts';

/** Who calls, by session (`OAuth`) or by signature (`ZStack`). */
export function authenticate(
  call: Call,
  path: string,
  sessions: Sessions,
  switches: ZstackSwitches,
  now: number,
): Account {
  const header = call.headers.authorization?.trim();
  if (header === undefined) throw plain(400, "missing header 'Authorization'");
  const [scheme, ...rest] = header.split(' ');
  const credentials = rest.join(' ').trim();
  if (scheme === 'OAuth') return ofSession(credentials, sessions);
  if (scheme === 'ZStack') return ofSignature(credentials, call, path, switches, now);
  throw plain(400, "Authorization type must be 'OAuth' or 'ZStack'");
}

function ofSession(uuid: string, sessions: Sessions): Account {
  const session = sessions.use(uuid);
  if (!session) throw apiError('ID.1001', 'Session expired');
  return session.account;
}

function ofSignature(credentials: string, call: Call, path: string, switches: ZstackSwitches, now: number): Account {
  const [, keyId, signature] = /^([^:]+):(.+)$/.exec(credentials) ?? [];
  if (keyId === undefined)
    throw plain(400, "Authorization of type 'ZStack' must be an access key id, a colon and a signature");
  const date = call.headers.date;
  if (date === undefined) throw plain(400, "missing header 'Date'");
  const sentAt = readDateHeader(date);
  if (sentAt === undefined) throw plain(400, `header 'Date' cannot be read: ${date}`);
  if (Math.abs(sentAt - now) > switches.dateSkewMs)
    throw plain(403, 'requestTimeTooSkewed: the time of the request is too far from that of the server');
  const text = `${call.method}\n${date}\n${path}`;
  const expected = createHmac('sha1', ZSTACK_CREDENTIALS.accessKeySecret).update(text).digest('base64');
  if (keyId !== ZSTACK_CREDENTIALS.accessKeyId || signature !== expected)
    throw apiError('ID.1000', 'wrong access key or signature');
  return accountOfCredentials(switches.admin);
}

/** Passwords travel as lower-case SHA-512. */
export function isRightPassword(accountName: unknown, password: unknown): boolean {
  const expected = createHash('sha512').update(ZSTACK_CREDENTIALS.password).digest('hex');
  return accountName === ZSTACK_CREDENTIALS.accountName && password === expected;
}
