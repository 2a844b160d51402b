import type { Answer, Call } from '../exchange.ts';
import type { Random } from '../random.ts';
import type { Anatomy } from './anatomy.ts';
import type { FaultKind, FaultOf } from './fault.ts';

/** How the bytes of an answer leave, if not simply. */
export type Delivery =
  | { readonly kind: 'never' }
  | { readonly kind: 'closedEarly' }
  | { readonly kind: 'reset'; readonly at: 'headers' | 'body' }
  | { readonly kind: 'drips'; readonly bytes: number; readonly everyMs: number };

/** What a fault does to one exchange, in the order in which it is done. */
export interface Step {
  readonly waitMs?: number;
  /** To the vendor's data and logins, before the call is looked at. */
  deed?(): void;
  /** To the call. */
  asked?(call: Call): Call;
  /** In place of the vendor's answer; null where the fault leaves it to the vendor. */
  instead?(call: Call): Answer | null;
  /** To a page of the log, as parsed JSON. */
  page?(body: unknown, call: Call): unknown;
  /** To the answer as it is about to be sent. */
  answer?(answer: Answer): Answer;
  readonly delivery?: Delivery;
}

/** Makes the step of a fault that is switched on; throws for a vendor that has nothing it could take hold of. */
export type MakeStep<Kind extends FaultKind> = (
  fault: FaultOf<Kind>,
  anatomy: Anatomy<unknown>,
  chance: Random,
) => Step;

export type Steps<Kind extends FaultKind> = { readonly [Each in Kind]: MakeStep<Each> };

/** What a vendor has for a fault; throws where it has nothing. */
export function needed<Part>(part: Part | undefined, kind: FaultKind, anatomy: Anatomy<unknown>, what: string): Part {
  if (part === undefined) throw new Error(`${anatomy.kind} cannot have the fault ${kind}: it has no ${what}`);
  return part;
}
