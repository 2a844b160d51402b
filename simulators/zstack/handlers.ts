import type { Answer } from '../kit/simulator.ts';
import { auditsFor } from './audits.ts';
import { authenticate, isRightPassword } from './authentication.ts';
import { accountOfCredentials } from './credentials.ts';
import { apiError } from './fault.ts';
import { loginRow } from './login-row.ts';
import { inENotation } from './numbers.ts';
import type { Handlers } from './routes.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Store } from './store.ts';
import type { ZstackSwitches } from './switches.ts';

export function handlersOf(store: Store, sessions: Sessions, switches: ZstackSwitches, clock: () => number): Handlers {
  let turn = 0;
  const json = (body: object): Answer => ({
    status: 200,
    headers: { 'content-type': 'application/json;charset=UTF-8' },
    body: switches.eNotation ? inENotation(body) : JSON.stringify(body),
  });
  return {
    audits: (call, path) => {
      const account = authenticate(call, path, sessions, switches, clock());
      turn += 1;
      const audits = auditsFor(account, call.query, store, switches, turn);
      return json({ audits, ...(call.headers['x-json-schema'] !== undefined && { schema: {} }) });
    },
    login: (call, { accountName, password }) => {
      const right = isRightPassword(accountName, password);
      const session = right ? sessions.open(accountOfCredentials(switches.admin)) : undefined;
      if (switches.loginRows) store.add(loginRow(call, String(accountName), session, clock()));
      if (!session) throw apiError('ID.1000', 'wrong account name or password');
      return json({ inventory: inventory(session) });
    },
    logout: (uuid) => {
      sessions.close(uuid);
      return { status: 200, body: '' };
    },
    isValid: (uuid) => json({ valid: sessions.find(uuid) !== undefined }),
    renew: (uuid) => {
      const session = sessions.renew(uuid);
      if (!session) throw apiError('ID.1001', 'Session expired');
      return json({ inventory: inventory(session) });
    },
  };
}

function inventory({ uuid, account, createdAt, expiresAt }: Session) {
  return {
    uuid,
    accountUuid: account.uuid,
    userUuid: account.uuid,
    createDate: new Date(createdAt).toISOString(),
    expiredDate: new Date(expiresAt).toISOString(),
  };
}
