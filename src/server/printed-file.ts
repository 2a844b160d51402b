import { readFileSync, writeFileSync } from 'node:fs';
import { fileFault } from './file-fault.ts';

export interface PrintedFile {
  readonly text: string;
  /** What it is, as in "expected the schema of this version". */
  readonly what: string;
}

export interface PrintedTo {
  /** Only to say whether this file holds it. */
  readonly check?: string;
  /** To be written to this file. */
  readonly out?: string;
}

/** Prints a text that the code alone decides, writes it, or throws where a file does not hold it. */
export function printFile(
  { text, what }: PrintedFile,
  { check, out }: PrintedTo,
  stdout: { write(text: string): unknown },
) {
  if (check !== undefined && orFault(check, () => readFileSync(check, 'utf8')) !== text) {
    throw new Error(`${check}: expected ${what} of this version, but got another: run npm run schema:write`);
  }
  if (out !== undefined) orFault(out, () => writeFileSync(out, text));
  if (check === undefined && out === undefined) stdout.write(text);
}

function orFault<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw new Error(`${path}: expected a file that can be used, but got ${fileFault(cause) ?? String(cause)}`, {
      cause,
    });
  }
}
