import { setTimeout as sleep } from 'node:timers/promises';

/** Waits; answers false, at once, when `gone` ends it. */
export async function pause(ms: number, gone: AbortSignal): Promise<boolean> {
  if (ms === 0 || gone.aborted) return !gone.aborted;
  try {
    await sleep(ms, undefined, { signal: gone });
    return true;
  } catch (error) {
    if (gone.aborted) return false;
    throw error;
  }
}
