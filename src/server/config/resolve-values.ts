import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isJsonObject, type Json } from '../../domain/json.ts';
import type { Masked } from './environment.ts';
import { at, type Path } from './path.ts';

/** The parsed file with every variable and every `{ file: PATH }` in its place, and what could not be resolved. */
export function resolveValues(
  value: Json,
  masked: Masked,
  folder: string,
): { readonly value: Json; readonly problems: readonly string[] } {
  const problems: string[] = [];
  return { value: visit(value, []), problems };

  function visit(part: Json, path: Path): Json {
    if (typeof part === 'string') return filled(part, path);
    if (Array.isArray(part)) return part.map((item: Json, index) => visit(item, [...path, index]));
    if (!isJsonObject(part)) return part;
    const file = secretFile(part);
    if (file !== null) return fromFile(filled(file, [...path, 'file']), path);
    return Object.fromEntries(
      Object.entries(part).map(([name, item]) => [filled(name, path), visit(item, [...path, name])]),
    );
  }

  function filled(text: string, path: Path): string {
    const { value: whole, missing } = masked.fill(text);
    for (const name of missing) {
      problems.push(`${at(path)}: expected the environment variable ${name} to be set, but it is not`);
    }
    return whole;
  }

  function fromFile(file: string, path: Path): string {
    try {
      return readFileSync(resolve(folder, file), 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : 'an error';
      problems.push(`${at(path)}: expected the file ${JSON.stringify(file)} to be readable, but got ${reason}`);
      return '';
    }
  }
}

/** `{ file: PATH }` and nothing else. */
function secretFile(part: Json): string | null {
  if (!isJsonObject(part) || Object.keys(part).length !== 1) return null;
  return typeof part.file === 'string' ? part.file : null;
}
