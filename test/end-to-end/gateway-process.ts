import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { BUILT_CLI } from '../built.ts';

const CODE = new URL('../../dist/src/server/compose.js', import.meta.url).href;
const HELD_START = new URL('held-start.mjs', import.meta.url).href;

/** The built gateway in a process of its own. */
export interface GatewayProcess {
  readonly child: ChildProcess;
  /** Where it answers; rejects when it ends before it does. */
  readonly url: Promise<string>;
  /** At once, whatever it is doing. */
  kill(): Promise<void>;
  stop(): Promise<number | null>;
}

/** The built gateway with its code loaded ahead, in a process of its own; it starts when it is called. */
export function heldGateway(configFile: string): () => Promise<GatewayProcess> {
  const child = spawn(process.execPath, ['--import', HELD_START, BUILT_CLI, 'serve', '--config', configFile], {
    env: { ...process.env, HELD_CODE: CODE },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  }) as ChildProcessByStdio<null, Readable, Readable>;
  const gateway = gatewayOf(child);
  const loaded = once(child, 'message');
  return async () => {
    await Promise.race([loaded, gateway.url]);
    child.send('go');
    return gateway;
  };
}

/** The process says on its first line where it answers. */
export function gatewayOf(child: ChildProcessByStdio<null, Readable, Readable>): GatewayProcess {
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const ended = once(child, 'close') as Promise<[number | null]>;
  const lines = createInterface({ input: child.stdout });
  const url = Promise.race([
    once(lines, 'line').then(([line]) => (JSON.parse(String(line)) as { url: string }).url),
    ended.then(([code]) => {
      throw new Error(`the gateway ended with ${code}: ${said.join('').slice(-2_000)}`);
    }),
  ]);
  url.catch(() => undefined);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return (await ended)[0];
  };
  return {
    child,
    url,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}

export async function askGateway<Data>(url: string, query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: readonly { message: string }[] };
  if (errors) throw new Error(errors.map(({ message }) => message).join('; '));
  return data;
}
