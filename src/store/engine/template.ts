import { createHash } from 'node:crypto';
import { existsSync, openAsBlob, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
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

/** The template of the build, also for sources that run uncompiled; undefined where none was built. */
export async function builtTemplate(migrations: readonly Migration[]): Promise<Blob | undefined> {
  const beside = templatePath(migrations);
  const built = join(import.meta.dirname, '..', '..', '..', 'dist', 'src', 'store', 'engine', basename(beside));
  const path = [beside, built].find((each) => existsSync(each));
  return path === undefined ? undefined : openAsBlob(path, { type: 'application/gzip' });
}

function pgliteVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
