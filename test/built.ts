import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

/** The built gateway: a process of it starts in less than half of the time that one of the sources takes. */
export const BUILT_CLI = join(ROOT, 'dist/src/cli.js');
/** What the build compiles, as far as tests run it in processes. */
const SOURCES = ['src', 'simulators', 'demo'].map((folder) => join(ROOT, folder));

/** Compiles the sources where they have changed since the last build. */
export function buildIfStale(): void {
  const built = statSync(BUILT_CLI, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Math.max(...SOURCES.map(newestBelow)) <= built) return;
  console.log('the sources have changed since the last build: building');
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: 'inherit' });
}

function newestBelow(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(...files.map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs));
}
