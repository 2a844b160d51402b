import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { peakMib } from '../federation/resident-memory.ts';
import { projectFile } from '../ready-process.ts';

export interface Exported {
  readonly seconds: number;
  /** The largest resident size of the process. */
  readonly peakMib: number;
}

const SAMPLE_MS = 20;

/** Runs the built command to its end, its output into a file; throws when the export is not whole. Node's options come from BENCH_NODE_OPTIONS. */
export async function runExport(args: readonly string[], out: string): Promise<Exported> {
  const node = (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter((option) => option !== '');
  const file = await open(out, 'w');
  const started = performance.now();
  const child = spawn(process.execPath, [...node, projectFile('dist/src/cli.js'), 'export', ...args], {
    stdio: ['ignore', file.fd, 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const said: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => said.push(text));
  let peak = 0;
  const look = () => {
    if (child.pid !== undefined && child.exitCode === null) peak = peakOf(child.pid) ?? peak;
  };
  const timer = setInterval(look, SAMPLE_MS);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(timer);
  const seconds = (performance.now() - started) / 1000;
  await file.close();
  if (code !== 0) throw new Error(`export: expected to succeed, but got exit code ${code}: ${said.join('').trim()}`);
  return { seconds, peakMib: peak };
}

/** Null when it has just ended. */
function peakOf(pid: number): number | null {
  try {
    return peakMib(pid);
  } catch {
    return null;
  }
}
