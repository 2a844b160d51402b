import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { SALT_CREDENTIALS } from '../../simulators/salt/index.ts';
import { startGateway } from '../../src/server/compose.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { BUILT_CLI } from '../built.ts';

export interface Asked {
  readonly database: string;
  readonly directUrl?: string;
  /** Sources of kind `salt`: id and address. */
  readonly salts: Readonly<Record<string, string>>;
  readonly leaseSeconds?: number;
  readonly pollSeconds?: number;
  readonly requestTimeoutMs?: number;
}

export interface Told {
  readonly data: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string; readonly problems?: unknown };
  }[];
}

/** One of the gateways on a database. */
export interface Member {
  readonly url: string;
  ask(query: string, variables?: object): Promise<Told>;
  status(path: string): Promise<number>;
  stop(): Promise<void>;
}

export interface Child extends Member {
  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void;
}

/** A gateway in this process. */
export async function member(asked: Asked): Promise<Member> {
  const config = parseConfig(fileOf(asked), 'test', { environment: {}, adapters: ADAPTERS });
  const { url, stop } = await startGateway(config, pino({ level: 'silent' }));
  return { ...talk(url), stop };
}

/** A gateway in a process of its own, which can be paused and killed. */
export async function child(asked: Asked): Promise<Child> {
  const folder = mkdtempSync(join(tmpdir(), 'audit-gateway-child-'));
  writeFileSync(join(folder, 'audit-gateway.yaml'), fileOf(asked));
  const own = spawn(process.execPath, [BUILT_CLI, 'serve'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => own.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let out = '';
    own.stdout.on('data', (chunk) => {
      out += chunk;
      if (out.includes('\n')) resolve(JSON.parse(out.slice(0, out.indexOf('\n'))).url);
    });
    own.once('exit', (code) => reject(new Error(`expected the child to serve, but it ended with ${code}`)));
  });
  return {
    ...talk(url),
    signal: (name) => own.kill(name),
    async stop() {
      own.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function talk(url: string): Omit<Member, 'stop'> {
  return {
    url,
    async ask(query, variables = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Told;
    },
    status: async (path) => (await fetch(url + path)).status,
  };
}

function fileOf({
  database,
  directUrl,
  salts,
  leaseSeconds = 1,
  pollSeconds = 0.2,
  requestTimeoutMs = 30_000,
}: Asked): string {
  const sources = Object.entries(salts).map(([id, url]) => ({
    ...{ id, kind: 'salt', mode: 'archive', url, auth: SALT_CREDENTIALS },
    ...{ pollSeconds, timeoutMs: 5_000 },
  }));
  const limits = { requestTimeoutMs };
  return JSON.stringify({
    server: { port: 0 },
    database: { url: database, directUrl },
    sync: { leaseSeconds },
    limits,
    sources,
  });
}

/** What stands in the database, past all gateways. */
export interface Inside {
  rows<Row>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** The Salt ids that are stored of a source, in order; one that is stored twice is there twice. */
  stored(source: string): Promise<readonly number[]>;
  /** Who holds a source's lease, and the how manieth holder that is; null where nobody does. */
  holder(source: string): Promise<{ readonly holder: string; readonly token: number } | null>;
  close(): Promise<void>;
}

export async function inside(database: string): Promise<Inside> {
  const client = new pg.Client({ connectionString: database });
  client.on('error', () => undefined);
  await client.connect();
  const rows = async <Row>(sql: string, values: readonly unknown[] = []) =>
    (await client.query(sql, [...values])).rows as Row[];
  return {
    rows,
    async stored(source) {
      const sql = `SELECT (raw->>'id')::double precision AS id FROM audit_event WHERE source = $1 ORDER BY 1`;
      return (await rows<{ id: number }>(sql, [source])).map(({ id }) => id);
    },
    async holder(source) {
      const sql = 'SELECT holder, token::int FROM lease WHERE name = $1 AND expires_at > clock_timestamp()';
      const [row] = await rows<{ holder: string; token: number }>(sql, [`sync ${source}`]);
      return row ?? null;
    },
    close: () => client.end(),
  };
}
