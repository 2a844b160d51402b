import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { fileFault } from '../file-fault.ts';
import type { ExportSink } from './run-export.ts';

/** Where a command's export goes. */
export interface CommandSink extends ExportSink {
  /** Nothing more comes. Where an export that is not whole was left, if nowhere else than asked: null. */
  end(isWhole: boolean): Promise<string | null>;
}

export function streamSink(stream: NodeJS.WritableStream): CommandSink {
  // Whoever reads may have gone: the next write says so.
  stream.on('error', () => undefined);
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => (error ? reject(error) : resolve()));
      }),
    end: async () => null,
  };
}

/** Its owner alone may read what a log of everybody says. */
const OWNER_ONLY = 0o600;

/**
 * A file that has its name only when it is whole: until then, and where it is not, it is `FILE.partial`. What is no file,
 * such as a named pipe, is written as it is.
 */
export async function fileSink(path: string): Promise<CommandSink> {
  const there = await stat(path).catch(() => null);
  if (there?.isDirectory()) throw new OutFailed(path, 'a folder');
  const isPlain = there?.isFile() ?? true;
  const partial = isPlain ? `${path}.partial` : path;
  const file = await told(partial, () => open(partial, 'w', OWNER_ONLY));
  return {
    write: (text) => told(partial, () => file.appendFile(text)),
    async end(isWhole) {
      await told(partial, () => closed(file, isPlain));
      if (!isPlain) return null;
      if (!isWhole) return partial;
      await told(path, () => rename(partial, path));
      return null;
    },
  };
}

/** The file asked for cannot be written; the message says which, and why. */
export class OutFailed extends Error {
  constructor(path: string, found: string, options?: ErrorOptions) {
    super(`--out: expected ${path} to be a file that can be written, but got ${found}`, options);
    this.name = 'OutFailed';
  }
}

async function told<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const found = fileFault(cause);
    throw found === null ? cause : new OutFailed(path, found, { cause });
  }
}

async function closed(file: FileHandle, isPlain: boolean): Promise<void> {
  try {
    if (isPlain) await file.sync();
  } finally {
    await file.close();
  }
}
