import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Kind, SIMULATORS } from '../simulators/registry.ts';

/** A simulated vendor in a process of its own, so that one of them can be stopped while the others go on. */
export interface RunningVendor {
  readonly kind: Kind;
  readonly url: string;
  readonly process: ChildProcess;
}

const MAIN = fileURLToPath(new URL('../simulators/main.js', import.meta.url));
const EVENTS = 2_000;

export function startVendors(): Promise<readonly RunningVendor[]> {
  return Promise.all((Object.keys(SIMULATORS) as Kind[]).map(startVendor));
}

async function startVendor(kind: Kind, index: number): Promise<RunningVendor> {
  const args = [MAIN, '--kind', kind, '--port', '0', '--events', `${EVENTS}`, '--seed', `${index + 1}`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${kind}: expected the simulator to start, but it ended with exit code ${code}`);
  });
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  ended.catch(() => {});
  return { kind, url: (JSON.parse(line) as { url: string }).url, process: child };
}

export async function stopVendors(vendors: readonly RunningVendor[]): Promise<void> {
  const running = vendors.filter(({ process: { exitCode, signalCode } }) => exitCode === null && signalCode === null);
  await Promise.all(
    running.map(({ process: child }) => {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      return exit;
    }),
  );
}
