import { DatabaseError } from './database-error.ts';

/** Where the store's database is. `name` is how messages speak of it: never with a password. */
export type DatabasePlace =
  | { readonly kind: 'memory'; readonly name: string }
  | { readonly kind: 'folder'; readonly name: string; readonly folder: string }
  | {
      readonly kind: 'server';
      readonly name: string;
      readonly url: string;
      readonly directUrl: string | null;
      readonly schema: string;
    };

/** `database` of the configuration, as far as it says where the database is. */
export interface DatabaseAddress {
  /** Nothing, `memory:`, `file:DIR`, or `postgresql://…`. */
  readonly url?: string | undefined;
  /** The way to the server itself, where `url` leads to a pooler before it. */
  readonly directUrl?: string | undefined;
}

export type ServerPlace = Extract<DatabasePlace, { kind: 'server' }>;

const EXPECTED = '`memory:`, `file:DIR` or `postgresql://…`';

/** Reads `database.url`; nothing, and an empty text, is the embedded database in memory. */
export function parseDatabaseUrl(text: string | undefined, direct?: string): DatabasePlace {
  const place = placeOf(text);
  if (!direct) return place;
  if (place.kind !== 'server') throw refusedDirect('nothing beside a database that is no server', 'an address');
  if (!ofServer(direct)) throw refusedDirect('`postgresql://…`', 'one with another beginning');
  return { ...place, directUrl: serverPlace(direct).url };
}

function ofServer(text: string): boolean {
  return /^postgres(ql)?:\/\//.test(text);
}

function refusedDirect(expected: string, found: string): DatabaseError {
  return new DatabaseError('DATABASE_URL', `database.directUrl: expected ${expected}, but got ${found}`);
}

function placeOf(text: string | undefined): DatabasePlace {
  if (text === undefined || text === '' || text === 'memory:')
    return { kind: 'memory', name: 'embedded database in memory' };
  if (text.startsWith('file:')) return folderPlace(text.slice('file:'.length));
  if (ofServer(text)) return serverPlace(text);
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(text)?.[0];
  throw refused(scheme === undefined ? 'a text without one of these beginnings' : `one that begins with \`${scheme}\``);
}

function folderPlace(rest: string): DatabasePlace {
  const folder = decodeFolder(rest);
  if (folder === '') throw refused('`file:` without a folder');
  return { kind: 'folder', name: `embedded database in ${folder}`, folder };
}

/** `file:data`, `file:./data`, `file:/data` and `file:///data` all name a folder. */
function decodeFolder(rest: string): string {
  if (!rest.startsWith('//')) return rest;
  if (!rest.startsWith('///')) throw refused('`file://` with a host');
  try {
    return decodeURIComponent(rest.slice(2));
  } catch {
    throw refused('a `file:///` address with a broken escape');
  }
}

function serverPlace(text: string): ServerPlace {
  if (!URL.canParse(text)) throw refused('a `postgresql://` address that cannot be read');
  const url = new URL(text);
  const schema = url.searchParams.get('schema') || 'public';
  url.searchParams.delete('schema');
  const name = `PostgreSQL at ${url.host || 'localhost'}${url.pathname}`;
  return { kind: 'server', name, url: url.href, directUrl: null, schema };
}

function refused(found: string): DatabaseError {
  return new DatabaseError('DATABASE_URL', `database.url: expected ${EXPECTED}, but got ${found}`);
}
