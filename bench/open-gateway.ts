import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ReadyProcess, startProcess } from './ready-process.ts';

/** What the gateway's configuration file says; JSON is YAML too. */
export interface GatewayConfig {
  readonly sources?: readonly object[];
  readonly database?: { readonly url: string };
  readonly limits?: { readonly requestTimeoutMs: number };
}

const CONFIG_FILE = 'audit-gateway.yaml';

/** Puts a configuration file into a folder of its own while `work` needs it. */
export async function withConfig<Result>(config: GatewayConfig, work: (file: string) => Promise<Result>) {
  const folder = await mkdtemp(join(tmpdir(), 'audit-gateway-bench-'));
  try {
    const file = join(folder, CONFIG_FILE);
    await writeFile(file, JSON.stringify({ ...config, server: { port: 0 } }));
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The built gateway, in a process of its own. Options in BENCH_NODE_OPTIONS (such as --cpu-prof) go to that process. */
export function openGateway(config: GatewayConfig): Promise<ReadyProcess> {
  const nodeOptions = (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter((option) => option !== '');
  return withConfig(config, (file) => startProcess('dist/src/cli.js', ['serve', '--config', file], nodeOptions));
}
