import { formatRfc3339 } from '../../domain/instant.ts';
import type { ExportPart } from '../../federation/gateway.ts';

const MOST_OFTEN_MS = 500;
const ERASED = '\r\u001b[K';

export interface Progress {
  part(part: Pick<ExportPart, 'count' | 'reached'>): void;
  /** Leaves the line as it was found. */
  end(): void;
}

/** How far an export is, on one line of a terminal; nothing where there is none. */
export function progressOn(
  stream: { readonly isTTY?: boolean | undefined; write(text: string): unknown },
  elapsedMs: () => number,
): Progress {
  if (!stream.isTTY) return { part: () => undefined, end: () => undefined };
  const started = elapsedMs();
  let [events, shownAt, isShown] = [0, started, false];
  return {
    part({ count, reached }) {
      events += count;
      const now = elapsedMs();
      if (now - shownAt < MOST_OFTEN_MS) return;
      [shownAt, isShown] = [now, true];
      const rate = Math.round((events * 1000) / (now - started));
      const place = reached === null ? '' : `, at ${formatRfc3339(reached.occurredAt)}`;
      stream.write(`${ERASED}${events} events, ${rate}/s${place}`);
    },
    end() {
      if (isShown) stream.write(ERASED);
      isShown = false;
    },
  };
}
