import { random } from '../random.ts';
import type { Purpose } from './anatomy.ts';
import type { Fault } from './fault.ts';

/** Decides call by call whether a fault hits; it remembers how many it has seen and hit. */
export interface Firing {
  fires(purpose: Purpose): boolean;
  readonly hits: number;
}

export function firingOf({ only, after, every, probability, seed, times = Number.POSITIVE_INFINITY }: Fault): Firing {
  const chance = random(seed);
  let seen = 0;
  let hits = 0;
  return {
    fires: (purpose) => {
      if ((only !== 'all' && only !== purpose) || hits >= times) return false;
      seen += 1;
      if (seen <= after || (seen - after) % every !== 0 || !chance.chance(probability)) return false;
      hits += 1;
      return true;
    },
    get hits() {
      return hits;
    },
  };
}
