import { openAsBlob } from 'node:fs';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where `global-setup.ts` left the dump of a migrated embedded database. */
    readonly storeTemplate?: string;
  }
}

/** A migrated embedded database to begin from, which takes a tenth of the time; undefined where none was made. */
export async function storeTemplate(): Promise<Blob | undefined> {
  const path = inject('storeTemplate');
  return path === undefined ? undefined : openAsBlob(path);
}
