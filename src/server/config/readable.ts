import { readFileSync } from 'node:fs';
import { fileFault } from '../file-fault.ts';

/** The text of a file that a key names, or the problem that there is none. */
export function readable(
  path: string,
  place: string,
  written: string,
): { readonly text: string } | { readonly problem: string } {
  try {
    return { text: readFileSync(path, 'utf8') };
  } catch (error) {
    const found = fileFault(error);
    if (found === null) throw error;
    return { problem: `${place}: expected the file ${JSON.stringify(written)} to be readable, but got ${found}` };
  }
}
