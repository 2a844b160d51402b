import { needed, type Steps } from './step.ts';

/** What happens to the vendor's data and logins while somebody walks through them. */
export const WORLD_STEPS: Steps<'sessionExpiry' | 'lateRows' | 'headInserts' | 'tailPruning' | 'growingCounts'> = {
  sessionExpiry: (_, { world }) => ({ deed: () => world.expireSessions() }),
  lateRows: ({ n }, { world }, chance) => ({ deed: () => repeat(n, () => world.addLate(chance)) }),
  headInserts: ({ n }, { world }, chance) => ({ deed: () => repeat(n, () => world.addNewest(chance)) }),
  tailPruning: ({ n, kind }, anatomy) => {
    const prune = needed(anatomy.world.pruneOldest, kind, anatomy, 'pruning');
    return { deed: () => prune(n) };
  },
  growingCounts: ({ n, kind }, anatomy) => {
    const grow = needed(anatomy.world.growNewest, kind, anatomy, 'counts that grow');
    return { deed: () => grow(n) };
  },
};

function repeat(times: number, deed: () => void): void {
  for (let index = 0; index < times; index++) deed();
}
