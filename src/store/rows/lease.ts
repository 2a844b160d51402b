import { keeping } from '../engine/store-failure.ts';
import { type Lease, LeaseLost, type Leases } from '../port/archive-store.ts';
import { type Sql, sql } from '../sql/sql.ts';
import type { Statements } from '../sql/statements.ts';

/** A lease that somebody else holds, as it was last seen, and since when it looks so, by a clock that never jumps. */
interface Seen {
  readonly token: number;
  readonly expires: string;
  readonly sinceMs: number;
}

/**
 * A lease ends by the database's clock, or when its holder has not renewed it for its whole length while somebody waited: so
 * a clock that is set back keeps nobody from taking over from a holder that is gone.
 */
export function leases(own: Statements, holder: string, elapsedMs: () => number = () => performance.now()): Leases {
  const seen = new Map<string, Seen>();

  async function look(name: string, forMs: number): Promise<{ readonly heldForMs: number }> {
    const [row] = await keeping(
      own.rows<{ token: number; expires: string; ms: number }>(sql`
        SELECT token::double precision AS token, expires_at::text AS expires,
          (extract(epoch FROM expires_at - clock_timestamp()) * 1000)::double precision AS ms
        FROM lease WHERE name = ${name}`),
    );
    if (!row) return { heldForMs: 0 };
    const { token, expires, ms } = row;
    const before = seen.get(name);
    const isSame = before?.token === token && before.expires === expires;
    const sinceMs = isSame ? before.sinceMs : elapsedMs();
    seen.set(name, { token, expires, sinceMs });
    return { heldForMs: Math.max(0, Math.min(ms, forMs - (elapsedMs() - sinceMs))) };
  }

  return {
    async acquire(name, forMs) {
      const known = seen.get(name);
      const isLeft = known !== undefined && elapsedMs() - known.sinceMs >= forMs;
      const left = isLeft
        ? sql`(lease.token = ${known.token}::bigint AND lease.expires_at::text = ${known.expires})`
        : sql`FALSE`;
      const taking = sql`
        INSERT INTO lease (name, holder, token, expires_at) VALUES (${name}, ${holder}, 1, ${inMs(forMs)})
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, token = lease.token + 1, expires_at = ${inMs(forMs)}
        WHERE lease.expires_at <= clock_timestamp() OR ${left} RETURNING token::double precision AS token`;
      const [taken] = await keeping(own.rows<{ token: number }>(taking));
      if (!taken) return look(name, forMs);
      seen.delete(name);
      return { name, token: taken.token };
    },
    async renew(lease, forMs) {
      const renewing = sql`
        UPDATE lease SET expires_at = ${inMs(forMs)} WHERE name = ${lease.name} AND token = ${lease.token}::bigint`;
      const renewed = await keeping(own.execute(renewing));
      if (renewed === 0) throw new LeaseLost(lease);
    },
    async release(lease) {
      await own.execute(sql`
        UPDATE lease SET expires_at = clock_timestamp() WHERE name = ${lease.name} AND token = ${lease.token}::bigint`);
    },
  };
}

/**
 * The fence: until this transaction ends nobody can take the lease over, and if somebody has, it throws `LeaseLost`. A
 * process that was paused and wakes up past its time writes nothing.
 */
export async function requireHeld(tx: Statements, lease: Lease): Promise<void> {
  const held = await tx.rows<unknown>(sql`
    SELECT token FROM lease WHERE name = ${lease.name} AND token = ${lease.token}::bigint FOR SHARE`);
  if (held.length === 0) throw new LeaseLost(lease);
}

function inMs(ms: number): Sql {
  return sql`clock_timestamp() + ${ms}::double precision * interval '1 millisecond'`;
}
