import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A gateway in a process of its own, as `serve` runs it. */
export interface GatewayProcess {
  /** Its code is loaded; it does nothing before `go`. */
  readonly loaded: Promise<void>;
  go(): void;
  /** Its address, once it answers; rejects when it ends before that. */
  readonly url: Promise<string>;
  /** Null while it runs. */
  readonly ended: () => string | null;
  signal(signal: NodeJS.Signals): void;
  /** How it ended: an exit code or a signal. */
  end(signal: NodeJS.Signals): Promise<string>;
  /** The last that it logged. */
  readonly log: () => string;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HELD_START = new URL('held-start.mjs', import.meta.url).href;
const KEPT_LOG = 20_000;

/** Ready to go: loading the code takes longer than all that a start does, so it may be done ahead. */
export function gatewayProcess(configFile: string): GatewayProcess {
  const { folder, ending, imports } = code();
  const child = spawn(
    process.execPath,
    [...imports, '--import', HELD_START, join(folder, `cli.${ending}`), 'serve', '--config', configFile],
    {
      env: { ...process.env, HELD_CODE: pathToFileURL(join(folder, 'server', `compose.${ending}`)).href },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  let log = '';
  child.stderr?.on('data', (chunk) => {
    log = `${log}${chunk}`.slice(-KEPT_LOG);
  });
  const ended = () => endOf(child);
  const loaded = once(child, 'message').then(() => undefined);
  return {
    loaded,
    go: () => void loaded.then(() => child.send('go')),
    url: quietly(urlOf(child, () => log)),
    ended,
    signal: (signal) => void child.kill(signal),
    async end(signal) {
      if (ended() === null) {
        child.kill(signal);
        await once(child, 'exit');
      }
      return String(ended());
    },
    log: () => log,
  };
}

function endOf({ exitCode, signalCode }: ChildProcess): string | null {
  return exitCode === null ? signalCode : String(exitCode);
}

function urlOf(child: ChildProcess, log: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout?.on('data', (chunk) => {
      out += chunk;
      if (out.includes('\n')) resolve(JSON.parse(out).url);
    });
    child.once('close', () => reject(new Error(`the gateway ended with ${endOf(child)} before it answered: ${log()}`)));
  });
}

/** Nobody has to wait for it. */
function quietly<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}

interface Code {
  readonly folder: string;
  readonly ending: 'js' | 'ts';
  readonly imports: readonly string[];
}

let found: Code | null = null;

/** The built code, which starts in half the time, unless a source is newer than what was built of it. */
function code(): Code {
  found ??= isBuilt()
    ? { folder: join(ROOT, 'dist', 'src'), ending: 'js', imports: [] }
    : { folder: join(ROOT, 'src'), ending: 'ts', imports: ['--import', import.meta.resolve('tsx')] };
  return found;
}

function isBuilt(): boolean {
  return sources(join(ROOT, 'src')).every((file) => {
    const built = join(ROOT, 'dist', `${relative(ROOT, file).slice(0, -'.ts'.length)}.js`);
    return existsSync(built) && statSync(built).mtimeMs >= statSync(file).mtimeMs;
  });
}

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}
