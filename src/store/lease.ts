import { type Lease, LeaseLost, type Leases } from './archive-store.ts';
import { Prisma, type PrismaClient } from './generated/client.ts';
import type { Statements } from './statements.ts';

export function leases(prisma: PrismaClient, holder: string): Leases {
  return {
    async acquire(name, forMs) {
      const [taken] = await prisma.$queryRaw<{ token: number }[]>(Prisma.sql`
        INSERT INTO lease (name, holder, token, expires_at) VALUES (${name}, ${holder}, 1, ${inMs(forMs)})
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, token = lease.token + 1, expires_at = ${inMs(forMs)}
        WHERE lease.expires_at <= clock_timestamp() RETURNING token::double precision AS token`);
      if (taken) return { name, token: taken.token };
      const [held] = await prisma.$queryRaw<{ ms: number }[]>`
        SELECT (extract(epoch FROM expires_at - clock_timestamp()) * 1000)::double precision AS ms
        FROM lease WHERE name = ${name}`;
      return { heldForMs: Math.max(0, held?.ms ?? 0) };
    },
    async renew(lease, forMs) {
      const renewed = await prisma.$executeRaw(Prisma.sql`
        UPDATE lease SET expires_at = ${inMs(forMs)} WHERE name = ${lease.name} AND token = ${lease.token}::bigint`);
      if (renewed === 0) throw new LeaseLost(lease);
    },
    async release(lease) {
      await prisma.$executeRaw`
        UPDATE lease SET expires_at = clock_timestamp() WHERE name = ${lease.name} AND token = ${lease.token}::bigint`;
    },
  };
}

/**
 * The fence: until this transaction ends nobody can take the lease over, and if somebody has, it throws `LeaseLost`. A
 * process that was paused and wakes up past its time writes nothing.
 */
export async function requireHeld(tx: Statements, lease: Lease): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT token FROM lease WHERE name = ${lease.name} AND token = ${lease.token}::bigint FOR SHARE`;
  if (held.length === 0) throw new LeaseLost(lease);
}

function inMs(ms: number): Prisma.Sql {
  return Prisma.sql`clock_timestamp() + ${ms}::double precision * interval '1 millisecond'`;
}
