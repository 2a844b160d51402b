import { type FileHandle, open, rename, stat } from 'node:fs/promises';
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
  const isPlain = (await stat(path).catch(() => null))?.isFile() ?? true;
  const partial = isPlain ? `${path}.partial` : path;
  const file = await open(partial, 'w', OWNER_ONLY);
  return {
    write: (text) => file.appendFile(text),
    async end(isWhole) {
      await closed(file, isPlain);
      if (!isPlain) return null;
      if (!isWhole) return partial;
      await rename(partial, path);
      return null;
    },
  };
}

async function closed(file: FileHandle, isPlain: boolean): Promise<void> {
  try {
    if (isPlain) await file.sync();
  } finally {
    await file.close();
  }
}
