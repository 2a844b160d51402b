import { type Lease, LeaseLost, type Leases } from '../../src/store/port/archive-store.ts';

export interface MemoryLeases extends Leases {
  /** Throws `LeaseLost` where somebody else holds it by now. */
  requireHeld(lease: Lease): void;
  isHeld(name: string): boolean;
  clear(): void;
}

export function memoryLeases(elapsedMs: () => number = () => performance.now()): MemoryLeases {
  const held = new Map<string, { readonly token: number; readonly untilMs: number }>();
  const requireHeld = (lease: Lease) => {
    if (held.get(lease.name)?.token !== lease.token) throw new LeaseLost(lease);
  };
  return {
    requireHeld,
    isHeld: (name) => (held.get(name)?.untilMs ?? 0) > elapsedMs(),
    clear: () => held.clear(),
    async acquire(name, forMs) {
      const holder = held.get(name);
      if (holder && holder.untilMs > elapsedMs()) return { heldForMs: Math.min(holder.untilMs - elapsedMs(), forMs) };
      const token = (holder?.token ?? 0) + 1;
      held.set(name, { token, untilMs: elapsedMs() + forMs });
      return { name, token };
    },
    async renew(lease, forMs) {
      requireHeld(lease);
      held.set(lease.name, { token: lease.token, untilMs: elapsedMs() + forMs });
    },
    async release({ name, token }) {
      if (held.get(name)?.token === token) held.set(name, { token, untilMs: elapsedMs() });
    },
  };
}
