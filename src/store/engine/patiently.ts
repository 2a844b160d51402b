import { performance } from 'node:perf_hooks';
import { type AskerLane, askerOf, onBehalfOf } from '../../lanes/asker.ts';
import { StoreFailed } from '../port/event-store.ts';

/** Of whoever has no clock of his own. */
export const LONGEST_STATEMENT_MS = 120_000;

/** How long this asker still waits, at most so long. */
export function timeLeft(signal: AbortSignal, most = LONGEST_STATEMENT_MS): number {
  const { until } = askerOf(signal);
  return until === null ? most : Math.min(most, until - performance.now());
}

/** The answer, as long as somebody waits for it: not past the asker's time, nor his signal, however long the work goes on. */
export async function patiently<Answer>(signal: AbortSignal, work: Promise<Answer>, late = timeIsUp): Promise<Answer> {
  let leave: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const gone = new Promise<never>((_resolve, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    timer = setTimeout(() => reject(late()), Math.max(0, timeLeft(signal)));
    if (signal.aborted) leave();
  });
  try {
    return await Promise.race([work, gone]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
    work.catch(() => undefined);
  }
}

export function timeIsUp(cause?: unknown): StoreFailed {
  return new StoreFailed('TIMEOUT', 'did not answer within the time there was', cause);
}

/** For what no request asks: nobody leaves, and no clock but that of a statement ends it. */
export function unhurried(): AbortSignal {
  return ofGateway('answers');
}

/** For all who follow together, as long as one of them does, with a way of their own into the database. */
export function following(signal: AbortSignal): AbortSignal {
  return onBehalfOf(AbortSignal.any([signal]), { ...GATEWAY_ITSELF, lane: 'subscriptions' });
}

/** So long does he who looks after the gateway wait for a look at the store. */
export const LOOK_MS = 3_000;

/** For who only looks whether all is well, and has a way of his own into the database. */
export function looking(withinMs: number): AbortSignal {
  return ofGateway('looks', performance.now() + withinMs);
}

const GATEWAY_ITSELF = { who: 'the gateway itself', until: null };

function ofGateway(lane: AskerLane, until: number | null = null): AbortSignal {
  return onBehalfOf(new AbortController().signal, { ...GATEWAY_ITSELF, lane, until });
}
