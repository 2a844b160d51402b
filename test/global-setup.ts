import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { readMigrations } from '../src/store/engine/migrations.ts';
import { dumpTemplate, templatePath } from '../src/store/engine/template.ts';
import { buildIfStale } from './built.ts';
import { serverUrl } from './store/server-url.ts';

const CACHE = join('node_modules', '.cache', 'audit-gateway');

/**
 * Builds what is not built yet, migrates an embedded database for all test files, once for these migrations, and says what
 * the store is tested on.
 */
export default async function setup(project: TestProject): Promise<void> {
  buildIfStale();
  const migrations = readMigrations();
  const folder = join(project.config.root, CACHE);
  const path = join(folder, basename(templatePath(migrations), '.gz'));
  if (!existsSync(path)) {
    const dump = await dumpTemplate(migrations, 'none');
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${path}.${process.pid}`, Buffer.from(await dump.arrayBuffer()));
    renameSync(`${path}.${process.pid}`, path);
  }
  project.provide('storeTemplate', path);
  const server = await serverUrl();
  console.log(`store: tested embedded${server === null ? '; no PostgreSQL server answers' : ` and on ${server.host}`}`);
}
