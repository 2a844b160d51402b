import type { Answer, Call } from '../exchange.ts';
import type { Random } from '../random.ts';
import type { FaultOf } from './fault.ts';

export type Purpose = 'data' | 'login' | 'other';

/** Where faults take hold of a vendor. What a vendor leaves out, its faults cannot be switched on. */
export interface Anatomy<Row> {
  readonly kind: string;
  purposeOf(call: Call): Purpose;
  /** A refusal in the vendor's own form, or in one of `forms`. Headers for waiting are added to it. */
  refusal(fault: FaultOf<'status'>, call: Call): Answer;
  readonly forms: readonly FaultOf<'status'>['form'][];
  readonly page: PageAnatomy<Row>;
  readonly world: World;
}

/** How a page of the log is read and changed. Bodies come as parsed JSON. */
export interface PageAnatomy<Row> {
  /** The rows of an answer; null where it is no page. */
  rowsOf(body: unknown): readonly Row[] | null;
  withRows(body: unknown, rows: readonly Row[]): unknown;
  /** The same row under the same id with other content. */
  altered(row: Row): Row;
  undecodable(row: Row): Row;
  timeless(row: Row): Row;
  /** How the vendor prints a body, where it is not plain JSON. */
  print?(body: unknown): unknown;
  withTotal?(body: unknown, by: number): unknown;
  /** The call with its window wider by so many milliseconds on both sides. */
  widened?(call: Call, ms: number): Call;
  /** How many rows the call asks for; null where the answer's length says nothing. */
  limitOf?(call: Call): number | null;
  readonly cursor?: CursorAnatomy;
}

export interface CursorAnatomy {
  /** The cursor that a call brings, and the one that an answer tells; null where there is none. */
  asked(call: Call): string | null;
  told(body: unknown): string | null;
  telling(body: unknown, cursor: string): unknown;
}

/** What can happen to the vendor's data and logins while it runs. */
export interface World {
  expireSessions(): void;
  /** Writes a row now whose time is that of a row somewhere in the log. */
  addLate(chance: Random): void;
  /** Writes a row now, at the head of the log. */
  addNewest(chance: Random): void;
  pruneOldest?(rows: number): void;
  growNewest?(by: number): void;
}
