import type { SourceKey } from '../domain/event.ts';
import { SourceError } from '../lanes/source-error.ts';
import type { ArchiveStore } from '../store/port/archive-store.ts';
import { alarm } from './alarm.ts';

const LOOK_AGAIN_MS = 1_000;

/**
 * Asks whichever process keeps the source for a run that begins from now on, and waits for its end; how many events it
 * stored. Throws the `SourceError` it failed of, or the signal's reason.
 */
export async function syncNow(
  store: Pick<ArchiveStore, 'askForSync' | 'syncAnswer' | 'onSync'>,
  source: SourceKey,
  signal: AbortSignal,
): Promise<number> {
  const bell = alarm();
  const deaf = store.onSync(bell.ring);
  try {
    const asking = await store.askForSync(source, signal);
    for (;;) {
      const answer = await store.syncAnswer(source, asking, signal);
      if (answer?.failure) throw new SourceError(answer.failure);
      if (answer) return answer.added;
      await bell.wait(LOOK_AGAIN_MS, signal);
      signal.throwIfAborted();
    }
  } finally {
    deaf();
  }
}
