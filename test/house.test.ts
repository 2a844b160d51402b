import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { VENDOR_KINDS } from '../src/sources/registry.ts';

const ROOT = resolve(import.meta.dirname, '..');

interface Room {
  /** Files of the room: the first room whose pattern fits is a file's. */
  readonly files: RegExp;
  /** What it may import of the project, besides itself, and of packages. */
  readonly rooms: readonly RegExp[];
  readonly packages: readonly RegExp[];
}

const DOMAIN = /^src\/domain\//;
const LANES = /^src\/lanes\//;
const KIT = /^src\/sources\/kit\//;
const NODE = /^node:/;
const PORT = /^src\/store\/port\//;
const RULES = /^src\/store\/rules\//;
const SQL = /^src\/store\/sql\//;
const ENGINE = /^src\/store\/engine\//;
const ROWS = /^src\/store\/rows\//;
const EVENTS = /^src\/store\/events\//;
/** Names of HTTP's auth schemes, some of which are called as their vendors. */
const REDACTION = /^src\/domain\/redaction\/auth-scheme\.ts$/;

/** The plan of the house. */
const ROOMS: Readonly<Record<string, Room>> = {
  domain: { files: DOMAIN, rooms: [DOMAIN], packages: [/^re2js$/, /^node:crypto$/] },
  lanes: { files: LANES, rooms: [DOMAIN, LANES], packages: [] },
  'the kit for vendors': {
    files: KIT,
    rooms: [DOMAIN, /^src\/lanes\/source-error\.ts$/, /^src\/sources\/adapter\.ts$/, KIT],
    packages: [/^zod$/],
  },
  'a vendor': {
    files: /^src\/sources\/[^/]+\//,
    rooms: [DOMAIN, /^src\/lanes\/source-error\.ts$/, /^src\/sources\/adapter\.ts$/, KIT],
    packages: [/^zod$/, /^node:crypto$/],
  },
  transport: {
    files: /^src\/sources\/(transport|turns|content-coding|dispatcher)\.ts$/,
    rooms: [LANES, /^src\/sources\//],
    packages: [NODE, /^undici$/, /^cockatiel$/],
  },
  sources: { files: /^src\/sources\//, rooms: [DOMAIN, LANES, /^src\/sources\//], packages: [/^zod$/] },
  'port of the store': { files: PORT, rooms: [DOMAIN, LANES, PORT], packages: [] },
  'rules of the store': { files: RULES, rooms: [DOMAIN, LANES, PORT, RULES], packages: [/^node:crypto$/] },
  'SQL of the store': { files: SQL, rooms: [DOMAIN, SQL], packages: [/^pg$/] },
  'engine of the store': {
    files: ENGINE,
    rooms: [DOMAIN, LANES, PORT, ENGINE, /^src\/store\/(sql\/(sql|statements)|rules\/storable)\.ts$/],
    packages: [NODE, /^@prisma\//, /^pg(-copy-streams)?$/, /^pglite-prisma-adapter$/, /^@electric-sql\/pglite(\/|$)/],
  },
  'rows of the store': {
    files: ROWS,
    rooms: [DOMAIN, LANES, PORT, RULES, /^src\/store\/sql\/(sql|statements)\.ts$/, ENGINE, ROWS],
    packages: [/^node:crypto$/],
  },
  'events of the store': {
    files: EVENTS,
    rooms: [DOMAIN, LANES, PORT, RULES, SQL, ENGINE, ROWS, EVENTS],
    packages: [/^node:(crypto|timers\/promises)$/],
  },
  'archives of the store': {
    files: /^src\/store\/archive\//,
    rooms: [DOMAIN, LANES, PORT, RULES, SQL, ENGINE, ROWS, EVENTS, /^src\/store\/archive\//],
    packages: [/^node:crypto$/],
  },
  store: { files: /^src\/store\//, rooms: [DOMAIN, LANES, /^src\/store\//], packages: [NODE] },
  federation: {
    files: /^src\/federation\//,
    rooms: [DOMAIN, LANES, /^src\/federation\//],
    packages: [/^node:crypto$/],
  },
  governance: {
    files: /^src\/governance\//,
    rooms: [DOMAIN, /^src\/store\/port\/event-store\.ts$/, /^src\/governance\//],
    packages: [],
  },
  sync: {
    files: /^src\/sync\//,
    rooms: [DOMAIN, LANES, /^src\/store\/port\/archive-store\.ts$/, /^src\/sync\//],
    packages: [],
  },
  schema: {
    files: /^src\/schema\//,
    rooms: [DOMAIN, LANES, /^src\/(federation|governance)\//, /^src\/store\/port\/event-store\.ts$/, /^src\/schema\//],
    packages: [/^graphql$/, /^@pothos\//, /^dataloader$/, /^graphql-scalars$/],
  },
  server: { files: /^src\/(server\/|cli\.ts$)/, rooms: [/^src\//], packages: [/./] },
  simulators: {
    files: /^simulators\//,
    rooms: [/^simulators\//],
    packages: [NODE, /^zod$/, /^commander$/, /^re2js$/, /^yaml$/],
  },
  demo: {
    files: /^demo\//,
    rooms: [/^demo\//, /^simulators\//, /^src\/(server\/|sources\/registry\.ts$)/],
    packages: [NODE, /^commander$/],
  },
};

interface Import {
  readonly from: string;
  readonly to: string;
}

function filesBelow(folder: string, ending: string): readonly string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('/generated/'));
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g,
  );
  return [...found].map((match) => {
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    return { from: file, to: name.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), name)) : name };
  });
}

const FILES = [...filesBelow('src', '.ts'), ...filesBelow('simulators', '.ts'), ...filesBelow('demo', '.ts')];
const IMPORTS = FILES.flatMap(importsOf);

function roomOf(file: string): readonly [string, Room] {
  const found = Object.entries(ROOMS).find(([, room]) => room.files.test(file));
  if (!found) throw new Error(`${file} stands in no room of the house`);
  return found;
}

function isAllowed({ from, to }: Import): boolean {
  const [, room] = roomOf(from);
  const inProject = /^(src|simulators|demo|prisma|test|bench)\//.test(to) || to.endsWith('.json');
  if (!inProject) return room.packages.some((pattern) => pattern.test(to));
  const sameVendor = dirname(from) === dirname(to) && from.startsWith('src/sources/');
  return sameVendor || to.includes('/generated/') || room.rooms.some((pattern) => pattern.test(to));
}

describe('the house', () => {
  test('every file imports only what its room may', () => {
    expect(IMPORTS.filter((each) => !isAllowed(each)).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test('imports run in no circle, not even those of types', () => {
    const graph = new Map(FILES.map((file) => [file, importsOf(file).map(({ to }) => to)]));
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): readonly string[] => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) return [];
      const circle = (graph.get(file) ?? []).map((to) => visit(to, [...path, file])).find((each) => each.length > 0);
      done.add(file);
      return circle ?? [];
    };
    expect(FILES.map((file) => visit(file, [])).find((circle) => circle.length > 0) ?? []).toEqual([]);
  });

  test('no file is longer than 300 lines, and three quarters are shorter than 120', () => {
    const lengths = FILES.map((file) => ({ file, lines: readFileSync(join(ROOT, file), 'utf8').split('\n').length }));
    expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
    expect(lengths.filter(({ lines }) => lines < 120).length / lengths.length).toBeGreaterThan(0.75);
  });

  test('text of vendors is parsed by the one parser that keeps its digits', () => {
    const readers = FILES.filter((file) => /^src\/(sources|schema\/events)\//.test(file));
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
      REDACTION,
    ];
    const others = FILES.filter((file) => file.startsWith('src/') && !mayName.some((room) => room.test(file)));
    expect(others.filter((file) => named.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
    const kit = FILES.filter((file) => KIT.test(file)).map((file) => readFileSync(join(ROOT, file), 'utf8'));
    expect(kit.filter((text) => new RegExp(`\\b(${VENDOR_KINDS.join('|')})\\b`, 'i').test(text))).toEqual([]);
  });
});
