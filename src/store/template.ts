import { createHash } from 'node:crypto';
import { existsSync, openAsBlob, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { openEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migrations.ts';

/** What a migrated, empty embedded database is dumped as: to begin from it takes a tenth of the time of a new one. */
export async function dumpTemplate(migrations: readonly Migration[], packing: 'none' | 'gzip'): Promise<Blob> {
  const database = await openEmbedded({ kind: 'memory', name: 'template' }, undefined);
  try {
    await migrate(database, migrations);
    return await database.dump(packing);
  } finally {
    await database.close();
  }
}

/**
 * Where the build leaves the template: beside the compiled code, under a name that only these migrations and this version
 * of the embedded database have. So one of others is never found.
 */
export function templatePath(migrations: readonly Migration[]): string {
  const digest = createHash('sha256').update(pgliteVersion());
  for (const { name, checksum } of migrations) digest.update(`\n${name} ${checksum}`);
  return join(import.meta.dirname, `template-${digest.digest('hex').slice(0, 16)}.tar.gz`);
}

/** The template of the build; undefined where none was built, as when the sources run uncompiled. */
export async function builtTemplate(migrations: readonly Migration[]): Promise<Blob | undefined> {
  const path = templatePath(migrations);
  return existsSync(path) ? openAsBlob(path, { type: 'application/gzip' }) : undefined;
}

function pgliteVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
