import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** A program of the project that has said, in its first line, where it answers. */
export interface ReadyProcess {
  readonly url: string;
  readonly pid: number;
  /** Ends it as an operator would, and waits until it is gone. */
  stop(): Promise<void>;
}

const ROOT = resolve(import.meta.dirname, '..');

/** A file of the project, wherever the benchmark is started from. */
export function projectFile(path: string): string {
  return resolve(ROOT, path);
}

/**
 * Runs a script of the project with this Node.js and waits for its line of JSON with a `url`. Throws with what it said
 * on its error stream when it ends before. It never outlives this process.
 */
export async function startProcess(script: string, args: readonly string[], node: readonly string[] = []) {
  const child = spawn(process.execPath, [...node, projectFile(script), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < 100) said.push(text);
  });
  const ended = once(child, 'exit');
  const end = () => child.kill();
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  const line = await Promise.race([once(createInterface(child.stdout), 'line'), ended.then(() => null)]);
  if (line === null || child.pid === undefined) {
    throw new Error(`${script}: expected a line with its url, but it ended: ${said.join('').trim()}`);
  }
  const { url } = JSON.parse(String(line[0])) as { url: string };
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  return { url, pid: child.pid, stop } satisfies ReadyProcess;
}

/** Runs a script of the project to its end and gives what it wrote; throws when it fails. */
export async function runProcess(script: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [projectFile(script), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${script}: expected to succeed, but got exit code ${code}: ${err.join('').trim()}`);
  return out.join('');
}
