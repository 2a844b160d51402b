import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { VENDOR_KINDS } from '../src/sources/registry.ts';
import { filesBelow, type Import, importsIn, importsOf, ROOT } from './house/imports.ts';
import { ROOMS, type Room } from './house/rooms.ts';
import { THROUGH_OTHERS } from './house/through-others.ts';

/** What the product is made of; the other files test and measure it. */
const OWN = ['src', 'simulators', 'demo'].flatMap(filesBelow);
const FILES = [...OWN, ...['test', 'bench'].flatMap(filesBelow)];
const IMPORTS = FILES.flatMap(importsOf);

function roomOf(file: string): readonly [string, Room] {
  const found = Object.entries(ROOMS).find(([, room]) => room.files.test(file));
  if (!found) throw new Error(`${file} stands in no room of the house`);
  return found;
}

function isAllowed({ from, to }: Import): boolean {
  const [, room] = roomOf(from);
  if (!isInProject(to)) return room.packages.some((pattern) => pattern.test(to));
  const isSameVendor = dirname(from) === dirname(to) && from.startsWith('src/sources/');
  return isSameVendor || room.rooms.some((pattern) => pattern.test(to));
}

function isInProject(to: string): boolean {
  return existsSync(join(ROOT, to)) && !to.startsWith('node_modules');
}

/** Files that no test imports, nor any other file of their folder, or of one above it, that a test imports or that is met so. */
function untested(): readonly string[] {
  const reached = new Set(IMPORTS.filter(({ from }) => from.startsWith('test/')).map(({ to }) => to));
  const within = IMPORTS.filter(({ from, to }) => `${dirname(to)}/`.startsWith(`${dirname(from)}/`));
  for (let before = -1; before < reached.size; ) {
    before = reached.size;
    for (const { from, to } of within) if (reached.has(from)) reached.add(to);
  }
  return OWN.filter((file) => file.startsWith('src/') && !reached.has(file));
}

describe('the house', () => {
  test('every file imports only what its room may', () => {
    expect(IMPORTS.filter((each) => !isAllowed(each)).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('every file is imported by a test, or by one of its folder that is; these are met through other rooms only', () => {
    expect(untested()).toEqual(THROUGH_OTHERS);
  });

  test.each([
    ['a type in double quotes', 'import type { A } from "../store/a.ts";'],
    ['what is handed on', "export * from '../store/a.ts';"],
    ['over several lines', "import {\n  a,\n  type B,\n} from\n  '../store/a.ts';"],
    ['on the way', 'const a = await import("../store/a.ts");'],
    ['a type on the way', "export type A = import('../store/a.ts').A;"],
    ['for what it does', "import '../store/a.ts';"],
  ])('an import is seen however it is written: %s', (_, text) => {
    const found = importsIn(text, 'src/domain/b.ts');
    expect(found).toEqual([{ from: 'src/domain/b.ts', to: 'src/store/a.ts' }]);
  });

  test('what only looks like an import is none, and one that is computed is refused', () => {
    expect(importsIn("const text = `import a from './a.ts'`; // import './b.ts'", 'src/domain/b.ts')).toEqual([]);
    expect(() => importsIn('await import(name);', 'src/domain/b.ts')).toThrow('src/domain/b.ts: expected an import');
  });

  test('imports run in no circle, not even those of types', () => {
    const graph = new Map(FILES.map((file): [string, Import[]] => [file, []]));
    for (const each of IMPORTS) graph.get(each.from)?.push(each);
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): readonly string[] => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) return [];
      const circle = (graph.get(file) ?? [])
        .map(({ to }) => visit(to, [...path, file]))
        .find((each) => each.length > 0);
      done.add(file);
      return circle ?? [];
    };
    expect(FILES.map((file) => visit(file, [])).find((circle) => circle.length > 0) ?? []).toEqual([]);
  });

  test('no file is longer than 300 lines, and three quarters are shorter than 120', () => {
    const lengths = OWN.map((file) => ({ file, lines: readFileSync(join(ROOT, file), 'utf8').split('\n').length }));
    expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
    expect(lengths.filter(({ lines }) => lines < 120).length / lengths.length).toBeGreaterThan(0.75);
  });

  test('text of vendors is parsed by the one parser that keeps its digits', () => {
    const readers = OWN.filter((file) => /^src\/(sources|schema\/events)\//.test(file));
    expect(readers.filter((file) => readFileSync(join(ROOT, file), 'utf8').includes('JSON.parse('))).toEqual([]);
  });

  test('every source has its page, in its folder and in the documentation', () => {
    const folders = readdirSync(join(ROOT, 'src/sources'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    const vendors = folders.map(({ name }) => name).filter((name) => name !== 'kit');
    expect(vendors.sort()).toEqual([...VENDOR_KINDS].sort());
    for (const name of vendors) {
      expect(existsSync(join(ROOT, 'src/sources', name, 'README.md')), `src/sources/${name}/README.md`).toBe(true);
      expect(existsSync(join(ROOT, 'docs/sources', `${name}.md`)), `docs/sources/${name}.md`).toBe(true);
    }
  });

  test('behind the registry nobody names a vendor: kinds are told by the registry, and by one table of the API', () => {
    const named = new RegExp(`['"\`](${VENDOR_KINDS.join('|')})['"\`]|^\\s+(${VENDOR_KINDS.join('|')}):`, 'm');
    const mayName = [
      /^src\/sources\/[^/]+\/|^src\/sources\/registry\.ts$/,
      /^src\/schema\/(kinds\.ts$|events\/)/,
      // Names of HTTP's auth schemes, some of which are called as their vendors.
      /^src\/domain\/redaction\/auth-scheme\.ts$/,
    ];
    const others = OWN.filter((file) => file.startsWith('src/') && !mayName.some((room) => room.test(file)));
    expect(others.filter((file) => named.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
    const kit = OWN.filter((file) => file.startsWith('src/sources/kit/')).map((file) =>
      readFileSync(join(ROOT, file), 'utf8'),
    );
    expect(kit.filter((text) => new RegExp(`\\b(${VENDOR_KINDS.join('|')})\\b`, 'i').test(text))).toEqual([]);
  });
});
