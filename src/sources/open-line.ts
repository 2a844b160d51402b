import type { RedactionRules } from '../domain/redact.ts';
import type { SourceAdapter } from './adapter.ts';
import { bounded } from './bounded.ts';
import { type BreakerState, breaking } from './breaker.ts';
import { type Connection, connect } from './connection.ts';
import { observed } from './observed.ts';
import { repeating } from './repeat.ts';
import { sharing } from './share.ts';
import { clocked, type SourceClock } from './source-clock.ts';
import { createTransport, type Transport, type TransportOptions } from './transport.ts';
import { type TurnLimits, takingTurns } from './turns.ts';

/** How the gateway bears with a vendor. */
export interface Patience {
  /** Repeats of one request, besides the first try, and the pauses before them. */
  readonly repeats: number;
  readonly baseMs: number;
  readonly capMs: number;
  /** How much of a source's `timeoutMs` one try may take; all of it, so that a vendor may be as slow as it is allowed to be. */
  readonly tryShare: number;
  /** Questions in a row that must fail before the source is left alone, and for how long it then is. */
  readonly failures: number;
  readonly openMs: number;
  readonly longestOpenMs: number;
  readonly random: () => number;
}

export const PATIENCE: Patience = {
  repeats: 2,
  baseMs: 250,
  capMs: 2_000,
  tryShare: 1,
  failures: 3,
  openMs: 10_000,
  longestOpenMs: 60_000,
  random: Math.random,
};

const MAX_RESPONSE_BYTES = 64 * 1024 * 1024;
const MAX_QUEUED = 10_000;

export interface LineSettings extends Omit<TransportOptions, 'maxResponseBytes'>, Omit<TurnLimits, 'maxQueued'> {
  /** All that one answer waits for the source. */
  readonly timeoutMs: number;
}

export interface LineSurroundings {
  readonly rules: RedactionRules;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  /** Hears of every request that is really sent, and of the breaker's states. */
  readonly observe: (outcome: string, seconds: number) => void;
  readonly breaker: (state: BreakerState) => void;
  readonly patience?: Partial<Patience>;
  /** What an answer may hold at most; left out: 64 MiB. */
  readonly maxResponseBytes?: number | undefined;
}

export interface Line {
  readonly connection: Connection;
  /** The same line without login, repeats and breaker. */
  readonly transport: Transport;
  /** What its answers tell of the vendor's clock. */
  readonly clock: SourceClock;
}

/**
 * The line to one vendor, outermost first; each layer is a wrapper that knows one thing:
 *
 *     share → breaker → session → repeat → fault → turns → observe → bound → HTTP
 *     └────────────── Connection ──────────────┘   └───────── Transport ────────┘
 *
 * - share above all: who asks the same at the same time also waits for the same repeats.
 * - breaker above repeat: it counts questions that failed for good, not tries that did not matter.
 * - session above repeat: a login is no data request, and is repeated by a rule of its own (see `connect`).
 * - repeat above fault: only the vendor's own reading of an answer tells whether it may be repeated.
 * - turns above bound: waiting for a turn counts against the answer's time, not against a try's.
 */
export function openLine<Options>(
  adapter: SourceAdapter<Options>,
  options: Options,
  settings: LineSettings,
  { rules, clock, observe, breaker, patience: given, maxResponseBytes = MAX_RESPONSE_BYTES }: LineSurroundings,
): Line {
  const patience = { ...PATIENCE, ...given };
  const http = createTransport({ ...settings, maxResponseBytes });
  const tried = observed(bounded(http, Math.ceil(settings.timeoutMs * patience.tryShare)), observe);
  const { transport: dated, clock: its } = clocked(tried);
  const transport = takingTurns(dated, { ...settings, maxQueued: MAX_QUEUED });
  const repeat = repeating(patience);
  const connected = connect(adapter, options, transport, { rules, clock, loginTimeoutMs: settings.timeoutMs, repeat });
  const broken = breaking(connected, { ...patience, now: () => performance.now(), changed: breaker });
  return { connection: sharing(broken), transport, clock: its };
}
