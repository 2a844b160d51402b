import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs one command by psql; throws with what it said when it fails. */
export async function psql(url: string, command: string): Promise<void> {
  const args = ['--no-psqlrc', '--quiet', '--set', 'ON_ERROR_STOP=1', '--command', command, url];
  const child = spawn('psql', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`psql: expected to succeed, but got exit code ${code}: ${said.join('').trim()}`);
}
