import { resolve } from 'node:path';
import { isJsonObject, type Json } from '../../domain/json.ts';
import type { Masked } from './environment.ts';
import { at, type Path } from './path.ts';
import { readable } from './readable.ts';

/** A value that could not be had: what stands in its place is not to be judged. */
export interface Unresolved {
  readonly place: string;
  readonly problem: string;
}

/** The parsed file with every variable and every `{ file: PATH }` in its place, and what could not be resolved. */
export function resolveValues(
  value: Json,
  masked: Masked,
  folder: string,
): { readonly value: Json; readonly problems: readonly Unresolved[] } {
  const problems: Unresolved[] = [];
  return { value: visit(value, []), problems };

  function visit(part: Json, path: Path): Json {
    if (typeof part === 'string') return filled(part, path);
    if (Array.isArray(part)) return part.map((item: Json, index) => visit(item, [...path, index]));
    if (!isJsonObject(part)) return part;
    const file = secretFile(part);
    if (file !== null) return fromFile(file, path);
    return Object.fromEntries(
      Object.entries(part).map(([name, item]) => [filled(name, path), visit(item, [...path, name])]),
    );
  }

  function filled(text: string, path: Path): string {
    const { value: whole, missing } = masked.fill(text);
    for (const name of missing) {
      const problem = `${at(path)}: expected the environment variable ${name} to be set, but it is not`;
      problems.push({ place: at(path), problem });
    }
    return whole;
  }

  function fromFile(written: string, path: Path): string {
    const before = problems.length;
    const file = filled(written, path);
    if (problems.length > before) return '';
    const read = readable(resolve(folder, file), at(path), file);
    if ('text' in read) return read.text.replace(/\r?\n$/, '');
    problems.push({ place: at(path), problem: read.problem });
    return '';
  }
}

/** `{ file: PATH }` and nothing else. */
function secretFile(part: Json): string | null {
  if (!isJsonObject(part) || Object.keys(part).length !== 1) return null;
  return typeof part.file === 'string' ? part.file : null;
}
