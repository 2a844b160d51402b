import { randomBytes } from 'node:crypto';
import { fault } from './fault.ts';
import type { F5xcSwitches } from './switches.ts';

const ID_BYTES = 190;

/** What is left of a query's lines, as they were when it was first asked. */
export interface Scroll {
  readonly rest: readonly string[];
  readonly batch: number;
  readonly totalHits: string;
  readonly usesLeft: number;
}

/** Scroll ids: each is good for one batch, and for a while from the answer that told it. */
export interface Scrolls {
  /** The id under which the rest can be had; empty when there is nothing more to fetch. */
  keep(scroll: Omit<Scroll, 'usesLeft'> & Partial<Scroll>, isLast: boolean): string;
  take(id: string): Scroll;
  expireAll(): void;
}

export function openScrolls(
  switches: Pick<F5xcSwitches, 'scrollEnd' | 'scrollLifetimeMs' | 'scrollUses'>,
  now: () => number,
): Scrolls {
  const scrolls = new Map<string, { readonly scroll: Scroll; readonly expiresAt: number }>();
  return {
    keep: (scroll, isLast) => {
      if (isLast || (scroll.rest.length === 0 && switches.scrollEnd === 'empty')) return '';
      const id = randomBytes(ID_BYTES).toString('base64');
      const usesLeft = scroll.usesLeft ?? (switches.scrollUses || Number.POSITIVE_INFINITY);
      scrolls.set(id, { scroll: { ...scroll, usesLeft }, expiresAt: now() + switches.scrollLifetimeMs });
      return id;
    },
    take: (id) => {
      const kept = scrolls.get(id);
      scrolls.delete(id);
      if (!kept || kept.expiresAt <= now() || kept.scroll.usesLeft <= 0)
        throw fault(5, 'scroll_id is unknown or has expired');
      return { ...kept.scroll, usesLeft: kept.scroll.usesLeft - 1 };
    },
    expireAll: () => scrolls.clear(),
  };
}
