import { DatabaseError } from './database-error.ts';

/** Where the store's database is. `name` is how messages speak of it: never with a password. */
export type DatabasePlace =
  | { readonly kind: 'memory'; readonly name: string }
  | { readonly kind: 'folder'; readonly name: string; readonly folder: string }
  | { readonly kind: 'server'; readonly name: string; readonly url: string; readonly schema: string };

const EXPECTED = '`memory:`, `file:DIR` or `postgresql://…`';

/** Reads `database.url`; nothing, and an empty text, is the embedded database in memory. */
export function parseDatabaseUrl(text: string | undefined): DatabasePlace {
  if (text === undefined || text === '' || text === 'memory:')
    return { kind: 'memory', name: 'embedded database in memory' };
  if (text.startsWith('file:')) return folderPlace(text.slice('file:'.length));
  if (/^postgres(ql)?:\/\//.test(text)) return serverPlace(text);
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

function serverPlace(text: string): DatabasePlace {
  if (!URL.canParse(text)) throw refused('a `postgresql://` address that cannot be read');
  const url = new URL(text);
  const schema = url.searchParams.get('schema') || 'public';
  url.searchParams.delete('schema');
  return { kind: 'server', name: `PostgreSQL at ${url.host || 'localhost'}${url.pathname}`, url: url.href, schema };
}

function refused(found: string): DatabaseError {
  return new DatabaseError('DATABASE_URL', `database.url: expected ${EXPECTED}, but got ${found}`);
}
