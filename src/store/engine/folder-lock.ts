import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseError } from './database-error.ts';
import { isAlive, processStart } from './process-start.ts';

export interface FolderLock {
  release(): void;
}

/** Who holds a folder, as its lock file says. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** What tells this process from a later one of the same number; null where the system does not say. */
  readonly processStart: string | null;
  readonly since: string;
}

const LOCK_FILE = /^gateway-lock-[0-9a-f-]{36}\.json$/;

/**
 * Takes a folder for this process alone, or throws a `DatabaseError` that tells who holds it. Everyone first leaves a
 * lock file of his own, then looks at the others': so of two who come at once at least one sees the other and goes.
 * A lock of a process that is no more is removed; one of another host cannot be told dead, and stands.
 */
export function lockFolder(folder: string): FolderLock {
  const own = `gateway-lock-${randomUUID()}.json`;
  const release = () => rmSync(join(folder, own), { force: true });
  writeWhole(folder, own, myself());
  try {
    for (const other of readdirSync(folder).filter((name) => LOCK_FILE.test(name) && name !== own)) {
      const holder = readHolder(join(folder, other));
      if (holder === null) continue;
      if (isHeld(holder)) throw held(folder, other, holder);
      rmSync(join(folder, other), { force: true });
    }
  } catch (error) {
    release();
    throw error;
  }
  return { release };
}

/** Through another name, so that nobody ever reads half a lock file. */
function writeWhole(folder: string, name: string, holder: Holder): void {
  const unfinished = join(folder, `${name}.tmp`);
  writeFileSync(unfinished, `${JSON.stringify(holder)}\n`);
  renameSync(unfinished, join(folder, name));
}

function myself(): Holder {
  return {
    pid: process.pid,
    host: hostname(),
    processStart: processStart(process.pid),
    since: new Date().toISOString(),
  };
}

/** Null when its holder let go of it meanwhile. */
function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new DatabaseError('DATABASE_LOCKED', `${path}: expected a lock file of the gateway, but it cannot be read`, {
      cause: error,
    });
  }
}

function isHeld({ pid, host, processStart: start }: Holder): boolean {
  if (host !== hostname()) return true;
  return isAlive(pid) && (start === null || start === processStart(pid));
}

function held(folder: string, file: string, { pid, host, since }: Holder): DatabaseError {
  const advice = host === hostname() ? '' : `; if that process is no more, remove ${join(folder, file)}`;
  return new DatabaseError(
    'DATABASE_LOCKED',
    `database.url: expected ${folder} to be free, but process ${pid} on ${host} holds it since ${since}; a gateway that runs there exports by GET /export${advice}`,
  );
}
