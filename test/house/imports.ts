import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type Node, parseSync, Visitor } from 'oxc-parser';

export const ROOT = resolve(import.meta.dirname, '../..');

export interface Import {
  readonly from: string;
  /** A file of the project from its root, or a package as it is named. */
  readonly to: string;
}

/** TypeScript files below a folder of the project, those that are generated apart. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.m?ts$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('/generated/'));
}

/** Whatever a file imports, types and what is imported on the way included. Throws where a name is computed. */
export function importsOf(file: string): readonly Import[] {
  return importsIn(readFileSync(join(ROOT, file), 'utf8'), file);
}

/** The same of a text that stands in this file. */
export function importsIn(text: string, file: string): readonly Import[] {
  const { program, module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: expected TypeScript, but got ${errors[0]?.message}`);
  const named = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
  ];
  const take = (source: Node) => {
    if (source.type !== 'Literal' || typeof source.value !== 'string')
      throw new Error(`${file}: expected an import to name what it imports, but it is computed`);
    named.push(source.value);
  };
  new Visitor({
    ImportExpression: ({ source }) => take(source),
    TSImportType: ({ source }) => take(source),
  }).visit(program);
  return [...new Set(named)].map((name) => ({ from: file, to: resolved(name, file) }));
}

function resolved(name: string, from: string): string {
  return name.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(from), name)) : name;
}
