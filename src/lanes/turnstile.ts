export interface TurnstileBounds {
  /** What waits there, in the words of whoever is refused. */
  readonly what: string;
  /** So many are in at the same time, and of one asker so many. */
  readonly atOnce: number;
  readonly each: number;
  /** So many may wait for their turn. */
  readonly waiting: number;
}

/** Who wants to enter, until when: by the signal, and by the clock of `performance.now()`. */
export interface Entrant {
  readonly who: object | string;
  readonly until: number | null;
  readonly signal: AbortSignal;
}

export interface Turnstile {
  readonly bounds: TurnstileBounds;
  readonly running: number;
  readonly waiting: number;
  /** How many were refused so far. */
  readonly refused: number;
  /**
   * Resolves when it is the entrant's turn, with what gives the turn back. Throws `Busy` where too many wait already or the
   * turn does not come in time, and the signal's reason where that comes first.
   */
  enter(entrant: Entrant): Promise<() => void>;
}

export const RETRY_AFTER_MS = 1_000;

/** Nothing is wrong but that too many ask at the same time: the client may come again. */
export class Busy extends Error {
  readonly code = 'RATE_LIMITED';
  readonly retryAfterMs = RETRY_AFTER_MS;

  constructor(message: string) {
    super(`${message}: nothing was done, try again`);
    this.name = 'Busy';
  }
}

interface Waiter {
  readonly enter: () => void;
}

/** The askers take turns, whatever each of them has waiting; what one asker wants goes in the order in which it came. */
export function turnstile(bounds: TurnstileBounds): Turnstile {
  const { what, atOnce, each, waiting: room } = bounds;
  const lines = new Map<object | string, Set<Waiter>>();
  const inside = new Map<object | string, number>();
  let [running, waiting, refused] = [0, 0, 0];

  const insideOf = (who: object | string) => inside.get(who) ?? 0;
  const isFree = (who: object | string) => running < atOnce && insideOf(who) < each;

  const begin = (who: object | string) => {
    running += 1;
    inside.set(who, insideOf(who) + 1);
    let isOut = false;
    return () => {
      if (isOut) return;
      isOut = true;
      running -= 1;
      if (insideOf(who) === 1) inside.delete(who);
      else inside.set(who, insideOf(who) - 1);
      letIn();
    };
  };
  const leave = (who: object | string, waiter: Waiter) => {
    const line = lines.get(who);
    if (!line?.delete(waiter)) return;
    waiting -= 1;
    if (line.size === 0) lines.delete(who);
  };
  const letIn = () => {
    for (const [who, line] of lines) {
      if (running >= atOnce) return;
      const [first] = line;
      if (first === undefined || !isFree(who)) continue;
      leave(who, first);
      if (line.size > 0) {
        // Behind all others now.
        lines.delete(who);
        lines.set(who, line);
      }
      first.enter();
    }
  };
  const refuse = (message: string) => {
    refused += 1;
    return new Busy(message);
  };

  const turn = ({ who, until, signal }: Entrant) =>
    new Promise<() => void>((resolve, reject) => {
      const over = (reason: unknown) => {
        done();
        leave(who, waiter);
        reject(reason);
      };
      const abort = () => over(signal.reason);
      const late = () => over(refuse(`expected a turn among ${atOnce} ${what} within the time there is, but got none`));
      const timer = until === null ? null : setTimeout(late, Math.max(0, until - performance.now()));
      const done = () => {
        if (timer) clearTimeout(timer);
        signal.removeEventListener('abort', abort);
      };
      const waiter: Waiter = {
        enter() {
          done();
          resolve(begin(who));
        },
      };
      signal.addEventListener('abort', abort, { once: true });
      const line = lines.get(who) ?? new Set();
      lines.set(who, line.add(waiter));
      waiting += 1;
    });

  return {
    bounds,
    get running() {
      return running;
    },
    get waiting() {
      return waiting;
    },
    get refused() {
      return refused;
    },
    async enter(entrant) {
      entrant.signal.throwIfAborted();
      if (isFree(entrant.who)) return begin(entrant.who);
      if (waiting >= room) throw refuse(`expected at most ${room} ${what} to wait, but so many already do`);
      return turn(entrant);
    },
  };
}
