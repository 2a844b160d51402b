import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** A package as its users have it: packed, and installed into an empty folder beside nothing else. */
export interface Installed {
  /** The files of the tarball, relative to the package. */
  readonly files: readonly string[];
  readonly folder: string;
  /** What the package brought along, as npm wrote it down. */
  readonly packages: Readonly<
    Record<string, { readonly version: string; readonly engines?: { readonly node?: string } }>
  >;
  bin(name: string): string;
  remove(): void;
}

/** Packs what is built, and installs it as strictly as npm can. Nothing is left beside the temporary folder. */
export async function install(): Promise<Installed> {
  const folder = mkdtempSync(join(tmpdir(), 'audit-gateway-package-'));
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: ROOT,
    maxBuffer: 64 * 1024 * 1024,
  });
  const [tarball] = JSON.parse(packed.stdout) as [{ filename: string; files: readonly { readonly path: string }[] }];
  const consumer = join(folder, 'consumer');
  mkdirSync(consumer);
  writeFileSync(join(consumer, 'package.json'), '{ "private": true }\n');
  const strictly = ['--engine-strict', '--prefer-offline', '--no-audit', '--no-fund', '--prefix', consumer];
  await run('npm', ['install', ...strictly, join(folder, tarball.filename)], { cwd: consumer });
  const lock = JSON.parse(readFileSync(join(consumer, 'node_modules/.package-lock.json'), 'utf8'));
  return {
    files: tarball.files.map(({ path }) => path),
    folder: consumer,
    packages: (lock as Pick<Installed, 'packages'>).packages,
    bin: (name) => join(consumer, 'node_modules/.bin', name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
