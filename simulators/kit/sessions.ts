/** How long a login lasts. */
export interface Life {
  readonly lifetimeMs: number;
  /** Ends it after so many uses, whatever the time: an expiry in mid-paging that no clock decides. 0: any number. */
  readonly uses?: number;
  /** Every use starts the lifetime anew. */
  readonly sliding?: boolean;
  /** One more pushes the oldest out. */
  readonly most?: number;
}

/** Logins by token. One that has ended is remembered as such: vendors answer "expired" and "unknown" differently. */
export interface Sessions {
  /** Answers when it will end, in epoch milliseconds. */
  open(token: string): number;
  use(token: string): 'valid' | 'expired' | 'unknown';
  expireAll(): void;
}

export function sessions(life: Life): Sessions {
  const open = new Map<string, { readonly endsAt: number; readonly usesLeft: number }>();
  const fresh = () => Date.now() + life.lifetimeMs;
  return {
    open: (token) => {
      const endsAt = fresh();
      open.set(token, { endsAt, usesLeft: life.uses || Number.POSITIVE_INFINITY });
      const oldest = open.keys().next().value;
      if (life.most !== undefined && open.size > life.most && oldest !== undefined) open.delete(oldest);
      return endsAt;
    },
    use: (token) => {
      const session = open.get(token);
      if (session === undefined) return 'unknown';
      if (Date.now() >= session.endsAt || session.usesLeft === 0) return 'expired';
      open.set(token, { endsAt: life.sliding ? fresh() : session.endsAt, usesLeft: session.usesLeft - 1 });
      return 'valid';
    },
    expireAll: () => {
      for (const [token, session] of open) open.set(token, { ...session, usesLeft: 0 });
    },
  };
}
