import type { AuditEvent } from '../../domain/event.ts';
import type { Arrival } from '../../lanes/arrivals.ts';
import { breathing } from '../../lanes/breath.ts';
import { type ArrivalFeed, BATCH } from './arrival-feed.ts';

/**
 * What arrives past a number and passes, in order, each once, without end. Nothing is read before it is asked for, and
 * never more than one batch ahead. It returns soon after the signal aborts, which it MUST do when nobody asks any more;
 * it throws what reading throws.
 */
export async function* follow(
  feed: ArrivalFeed,
  after: number,
  passes: (event: AuditEvent) => boolean,
  signal: AbortSignal,
): AsyncGenerator<Arrival> {
  const leave = feed.listen(signal);
  try {
    let last = after;
    const rest = breathing();
    while (!signal.aborted) {
      const heard = feed.heard();
      const batch = await feed.read(last, signal);
      for (const each of batch) {
        if (signal.aborted) return;
        last = each.arrival;
        if (passes(each.event)) yield each;
        await rest();
      }
      if (batch.length < BATCH) await feed.news(heard, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    leave();
  }
}
