import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version of this package, found from the sources and from the compiled code alike. */
export const VERSION: string = versionIn(import.meta.dirname);

function versionIn(folder: string): string {
  const file = join(folder, 'package.json');
  if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  if (dirname(folder) === folder) throw new Error('expected package.json above the code, but found none');
  return versionIn(dirname(folder));
}
