import { randomUUID } from 'node:crypto';
import type { Call } from '../kit/simulator.ts';
import type { ZstackRecord } from './record.ts';
import type { Session } from './sessions.ts';
import { AUTHENTICATION_ERROR, LOG_IN } from './vocabulary.ts';

/** The audit of a login, with the session it opened or without one when it failed. */
export function loginRow(call: Call, operator: string, session: Session | undefined, time: number): ZstackRecord {
  return {
    time,
    resourceType: 'SessionVO',
    resourceUuid: session?.uuid ?? '',
    apiName: LOG_IN,
    operator,
    clientIp: '127.0.0.1',
    ...(call.headers['user-agent'] !== undefined && { clientBrowser: call.headers['user-agent'] }),
    duration: 1,
    requestUuid: randomUUID().replaceAll('-', ''),
    ...(session
      ? { operatorAccountUuid: session.account.uuid, sessionUuid: session.uuid }
      : { error: JSON.stringify(AUTHENTICATION_ERROR) }),
  };
}
