import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { BUILT_CLI } from '../built.ts';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of the built gateway in a folder, to its end. */
export async function run(folder: string, ...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [BUILT_CLI, ...args], { cwd: folder });
  const written = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    written.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    written.err += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...written };
}
