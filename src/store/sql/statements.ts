import type { Sql } from './sql.ts';

/** What reads. */
export interface Reads {
  rows<Row>(sql: Sql): Promise<readonly Row[]>;
}

/** What reads and writes. */
export interface Statements extends Reads {
  /** How many rows it changed. */
  execute(sql: Sql): Promise<number>;
}
