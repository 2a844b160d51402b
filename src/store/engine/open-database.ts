import type { Database } from './database.ts';
import { DatabaseError } from './database-error.ts';
import type { LaneSizes } from './database-lanes.ts';
import { type DatabaseAddress, parseDatabaseUrl } from './database-url.ts';
import { openEmbedded } from './embedded.ts';
import { openServer } from './server.ts';

export interface OpenOptions extends DatabaseAddress {
  /** How many connections to a server some of its lanes have. */
  readonly sizes?: LaneSizes | undefined;
  /** What an embedded database that does not exist yet begins as: a dump of its data folder. */
  readonly template?: Blob | undefined;
}

/** Opens the database, or throws a `DatabaseError`. */
export async function openDatabase({ url, directUrl, template, sizes }: OpenOptions): Promise<Database> {
  const place = parseDatabaseUrl(url, directUrl);
  try {
    return place.kind === 'server' ? await openServer(place, sizes) : await openEmbedded(place, template);
  } catch (cause) {
    if (cause instanceof DatabaseError) throw cause;
    throw new DatabaseError(
      'DATABASE_UNREACHABLE',
      `${place.name}: expected a database to open, but it failed: ${said(cause)}`,
      {
        cause,
      },
    );
  }
}

function said(cause: unknown): string {
  return cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : String(cause);
}
