import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { vi } from 'vitest';

const PROGRAM = '/usr/sbin/pgbouncer';
/** It refuses to run as root. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const PATIENT = { timeout: 10_000, interval: 50 };

/** Whether the pooler is installed; where it is not, a run that is to check everything fails. */
export function hasPgBouncer(): boolean {
  if (spawnSync(PROGRAM, ['--version']).status === 0) return true;
  const missing = `expected PgBouncer at ${PROGRAM}, which the Debian package pgbouncer brings, but found none`;
  if (process.env.CI === 'true') throw new Error(missing);
  process.stderr.write(`${missing}: what goes through a pooler is not tested\n`);
  return false;
}

export interface PgBouncer {
  /** The address of a database of the server through the pooler. */
  through(url: string): string;
  close(): Promise<void>;
}

/** The real one, in transaction mode, with so many connections of the server for everybody. */
export async function startPgBouncer(server: URL, connections: number): Promise<PgBouncer> {
  const folder = mkdtempSync(join(tmpdir(), 'audit-gateway-pgbouncer-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const to = { host: server.hostname, port: server.port || '5432', user: server.username, password: server.password };
  const file = join(folder, 'pgbouncer.ini');
  const settings = Object.entries(to).flatMap(([key, value]) => (value ? [`${key}=${decodeURIComponent(value)}`] : []));
  writeFileSync(
    file,
    [
      ...[
        '[databases]',
        `* = ${settings.join(' ')}`,
        '[pgbouncer]',
        'listen_addr = 127.0.0.1',
        `listen_port = ${port}`,
      ],
      ...['unix_socket_dir =', 'auth_type = any', 'pool_mode = transaction', `default_pool_size = ${connections}`],
      ...['max_client_conn = 200', ''],
    ].join('\n'),
  );
  const isRoot = process.getuid?.() === 0;
  const own = spawn(PROGRAM, [file], { stdio: 'ignore', ...(isRoot && NOBODY) });
  const ended = new Promise<void>((resolve) => own.once('exit', () => resolve()));
  const through = (url: string) => Object.assign(new URL(url), { host: `127.0.0.1:${port}` }).href;
  await vi.waitFor(async () => {
    const client = new pg.Client({ connectionString: through(server.href) });
    await client.connect();
    await client.end();
  }, PATIENT);
  return {
    through,
    async close() {
      own.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const listener = createServer().once('error', reject);
    listener.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      listener.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
