import { randomUUID } from 'node:crypto';
import type { Account } from './credentials.ts';
import { apiError } from './fault.ts';
import type { ZstackSwitches } from './switches.ts';

export interface Session {
  readonly uuid: string;
  readonly account: Account;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly usesLeft: number;
}

/** The open sessions. All but `open` answer nothing for a session that is unknown or has run out. */
export interface Sessions {
  open(account: Account): Session;
  find(uuid: string): Session | undefined;
  /** As `find`, and counts as one use. */
  use(uuid: string): Session | undefined;
  renew(uuid: string): Session | undefined;
  close(uuid: string): void;
  closeAll(): void;
}

export type SessionLimits = Pick<ZstackSwitches, 'sessionLifetimeMs' | 'sessionUses' | 'maxSessions' | 'singleSession'>;

export function openSessions(limits: SessionLimits, now: () => number): Sessions {
  const sessions = new Map<string, Session>();
  const find = (uuid: string) => {
    const session = sessions.get(uuid);
    return session && session.expiresAt > now() && session.usesLeft > 0 ? session : undefined;
  };
  const keep = (session: Session) => {
    sessions.set(session.uuid, session);
    return session;
  };
  const fresh = () => ({
    expiresAt: now() + limits.sessionLifetimeMs,
    usesLeft: limits.sessionUses || Number.POSITIVE_INFINITY,
  });
  return {
    find,
    open: (account) => {
      for (const { uuid } of sessions.values()) if (limits.singleSession || !find(uuid)) sessions.delete(uuid);
      if (sessions.size >= limits.maxSessions)
        throw apiError('ID.1006', `there are ${sessions.size} sessions, no more are allowed`);
      return keep({ uuid: randomUUID().replaceAll('-', ''), account, createdAt: now(), ...fresh() });
    },
    use: (uuid) => {
      const session = find(uuid);
      if (session) keep({ ...session, usesLeft: session.usesLeft - 1 });
      return session;
    },
    renew: (uuid) => {
      const session = find(uuid);
      return session && keep({ ...session, ...fresh() });
    },
    close: (uuid) => void sessions.delete(uuid),
    closeAll: () => sessions.clear(),
  };
}
