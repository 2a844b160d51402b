/** A seeded source of chance: the same seed gives the same data on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  below(below: number): number;
  pick<Item>(items: readonly Item[]): Item;
  chance(probability: number): boolean;
  hex(digits: number): string;
  uuid(): string;
}

/** Mulberry32: small, fast, and good enough for made-up data. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const hex = (digits: number) => Array.from({ length: digits }, () => below(16).toString(16)).join('');
  return {
    next,
    below,
    hex,
    pick: <Item>(items: readonly Item[]) => items[below(items.length)] as Item,
    chance: (probability) => next() < probability,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[below(4)]}${hex(3)}-${hex(12)}`,
  };
}

/**
 * `count` moments in epoch microseconds, oldest first, spread over [from, to) as people work: bursts, pauses, and every
 * twentieth one exactly as late as the one before (a tie in the vendor's own grain). `burst` more are one and the same whole
 * second in the middle.
 */
export function moments(chance: Random, count: number, window: Window, grainUs: number, burst: number): number[] {
  const span = window.toUs - window.fromUs;
  const raw = Array.from({ length: count }, () => window.fromUs + Math.floor(chance.next() * span)).sort(
    (a, b) => a - b,
  );
  const cut = raw.map((at) => Math.floor(at / grainUs) * grainUs);
  for (let index = 1; index < cut.length; index++) {
    if (chance.chance(0.05)) cut[index] = cut[index - 1] as number;
  }
  if (burst === 0) return cut;
  const instant = Math.max(window.fromUs, Math.floor((window.fromUs + span / 2) / SECOND_US) * SECOND_US);
  return [...cut, ...Array.from({ length: burst }, () => instant)].sort((a, b) => a - b);
}

const SECOND_US = 1_000_000;

export interface Window {
  readonly fromUs: number;
  readonly toUs: number;
}
