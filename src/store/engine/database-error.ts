/** What kept the database from being used. */
export type DatabaseFault =
  /** `database.url` names no database that the gateway knows. */
  | 'DATABASE_URL'
  /** The folder of the embedded database is in use by another process. */
  | 'DATABASE_LOCKED'
  /** It cannot be opened or reached. */
  | 'DATABASE_UNREACHABLE'
  /** It is not what the gateway needs, or not migrated. */
  | 'DATABASE_UNFIT'
  /** A migration failed, or those applied are not those of this version. */
  | 'MIGRATION_FAILED';

/** The store's database cannot be used. The message says who, what was expected and what was found, and no password. */
export class DatabaseError extends Error {
  readonly code: DatabaseFault;

  constructor(code: DatabaseFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseError';
    this.code = code;
  }
}
