import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readMigrations } from './migrations.ts';
import { dumpTemplate, templatePath } from './template.ts';

/** The last step of the build: leaves a migrated database beside the compiled code, in place of those of earlier builds. */
const migrations = readMigrations();
const path = templatePath(migrations);
const folder = dirname(path);
const dump = await dumpTemplate(migrations, 'gzip');

for (const name of readdirSync(folder).filter((each) => /^template-[0-9a-f]+\.tar\.gz/.test(each))) {
  rmSync(join(folder, name));
}
writeFileSync(`${path}.part`, Buffer.from(await dump.arrayBuffer()));
renameSync(`${path}.part`, path);
