/** What one request may hold up the loop for on a quiet machine, in milliseconds. */
export const LONGEST_DELAY_MS = 200;
/** In how many tries at best: a machine that is busy with other things has slower caches, too. */
const TRIES = 6;
const LOOK_MS = 5;

interface Look {
  readonly wallMs: number;
  /** What all threads of the process have worked. */
  readonly workedMs: number;
}

function look(): Look {
  const { user, system } = process.cpuUsage();
  return { wallMs: performance.now(), workedMs: (user + system) / 1_000 };
}

/**
 * For how long nothing else had its turn while this was done, in milliseconds: the longest time between two looks, of which
 * the time in which the machine did other things is no part.
 */
export async function loopDelay(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = look();
  const see = () => {
    const now = look();
    longest = Math.max(longest, Math.min(now.wallMs - last.wallMs, now.workedMs - last.workedMs));
    last = now;
  };
  const looking = setInterval(see, LOOK_MS);
  try {
    await work();
    await new Promise(setImmediate);
  } finally {
    clearInterval(looking);
  }
  see();
  return longest;
}

/** The least of some tries, which ends at the first one that is within the bound. */
export async function leastLoopDelay(work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < TRIES && least > LONGEST_DELAY_MS; turn += 1)
    least = Math.min(least, await loopDelay(work));
  return least;
}
