import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';

it('npm start passes SIGTERM on: the gateway stops with npm, and nothing of it is left', async () => {
  const npm = spawn('npm', ['start', '--silent', '--', '--port', '0'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  npm.stderr.on('data', (chunk) => {
    log += chunk;
  });
  try {
    const [line] = (await once(createInterface({ input: npm.stdout }), 'line')) as [string];
    const { url } = JSON.parse(line) as { url: string };
    // Both streams end when the last process that holds them has ended.
    const closed = once(npm, 'close', { signal: AbortSignal.timeout(30_000) });
    npm.kill('SIGTERM');
    await closed;
    expect(log).toContain('"msg":"stopping"');
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  } finally {
    endGroup(npm.pid);
  }
});

/** Whatever is left of a process that began a group of its own. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
