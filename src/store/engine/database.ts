import type { DatabaseLanes } from '../port/database-lanes.ts';
import type { Sql } from '../sql/sql.ts';
import type { Notice } from './notices.ts';
import type { CopyTransaction, Transaction } from './transaction.ts';

/** An open database, embedded or a server: the same to everyone but those who open it. */
export interface Database {
  /** How it is spoken of: without password. */
  readonly name: string;
  /** The schema in which its tables are. */
  readonly schema: string;
  /** What the gateway does by itself, in sessions of its own: it waits for nobody's turn. */
  readonly own: Own;
  /** Who is waiting for the database, and for how many it works at once. */
  readonly lanes: DatabaseLanes;
  /**
   * Statements, each by itself, for an asker: each waits for his turn (`askerOf`), and ends with his signal or his time, in the
   * server too; without a signal they are nobody's.
   */
  asking(signal?: AbortSignal): Transaction;
  /** The rows of one such statement. */
  rows<Row>(sql: Sql, signal?: AbortSignal): Promise<readonly Row[]>;
  /**
   * The bytes of a COPY … TO STDOUT, as they come and only as fast as they are taken; null where a database cannot give
   * them so. It ends soon after the signal aborts.
   */
  readonly copyOut: ((sql: string, signal: AbortSignal) => AsyncIterable<Uint8Array>) | null;
  /**
   * Runs `work` in a transaction into which rows can be copied, one at a time; when it throws, nothing was written, unless the
   * error says that nobody knows. It ends as `asking` does.
   */
  copying<Result>(work: (tx: CopyTransaction) => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /** Runs `work` in a session of its own, whose locks and settings end with it (embedded: the one session there is). */
  inSession<Result>(work: (session: Session) => Promise<Result>): Promise<Result>;
  /**
   * `heard` is called soon after any process gave this notice, and for nothing whenever one may have been missed. The result
   * ends that.
   */
  onNotice(notice: Notice, heard: () => void): () => void;
  close(): Promise<void>;
}

export interface Own extends Transaction {
  transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
}

export interface Session {
  /** One statement with parameters. */
  query<Row>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Any number of statements, without parameters. */
  script(sql: string): Promise<void>;
}
