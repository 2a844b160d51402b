import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Check } from './check.ts';
import { LANE_CHECKS } from './lane/lane-kit.ts';
import { SOURCE_CHECKS } from './source/source-kit.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const EXAMPLE = 'test/conformance/example-vendor';
const GUIDE = readFileSync(resolve(ROOT, 'docs/adding-a-source.md'), 'utf8');

const TEST_FILES = readdirSync(resolve(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
  .map((name) => `test/${name}`)
  .filter((file) => file.endsWith('.test.ts'));

interface Block {
  readonly language: string;
  readonly file: string | null;
  readonly code: string;
}

const BLOCKS: readonly Block[] = [...GUIDE.matchAll(/^```(\w+)(?: title="([^"]+)")?\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', file = null, code = '']) => ({ language, file, code }),
);

describe('the guide to adding a source', () => {
  const titled = BLOCKS.flatMap(({ file, code }) => (file === null ? [] : [{ file, code }]));

  test.each(titled.map((block, index) => [index + 1, block.file, block.code] as const))(
    'block %i stands word for word in %s',
    (_, file, code) => {
      expect(readFileSync(resolve(ROOT, file), 'utf8')).toContain(code);
    },
  );

  test('all code in it says where it stands', () => {
    expect(BLOCKS.filter(({ language, file }) => language === 'ts' && file === null)).toEqual([]);
  });

  test('it shows every file of the adapter', () => {
    const shown = new Set(titled.map(({ file }) => file));
    const files = ['index', 'options', 'record', 'request', 'session', 'fault', 'event-type', 'samples', 'simulator'];
    expect(files.map((name) => `${EXAMPLE}/${name}.ts`).filter((file) => !shown.has(file))).toEqual([]);
  });

  test.each([
    ['lanes', LANE_CHECKS],
    ['sources', SOURCE_CHECKS],
  ] as const)('it lists every check of %s', (name, checks) => {
    expect(sectionOf(`What the kit for ${name} checks`)).toContain(tableOf(checks as readonly Check<never>[]));
  });

  test('it names no check that there is not', () => {
    const known = [...LANE_CHECKS, ...SOURCE_CHECKS].map(({ id }) => id);
    const named = GUIDE.match(/\b(?:LANE|SRC)-\d{3}\b/g) ?? [];
    expect(named.filter((id) => !known.includes(id))).toEqual([]);
  });
});

describe('the commands of the pages', () => {
  const pages = ['README.md', ...readdirSync('docs', { recursive: true }).map((name) => `docs/${name}`)];
  const text = pages
    .filter((page) => page.endsWith('.md'))
    .map((page) => readFileSync(resolve(ROOT, page), 'utf8'))
    .join('\n');

  test('name scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8'));
    const named = [...text.matchAll(/\bnpm run (?:--silent )?([\w:]+)/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test('run tests that there are', () => {
    const runs = [...text.matchAll(/\bnpx vitest run ([^\n`]+)/g)].map(([, args = '']) => args.trim());
    expect(runs.length).toBeGreaterThan(1);
    expect(runs.filter((args) => !runsSome(args))).toEqual([]);
  });

  test.each(['test/nowhere', 'test/conformance -t nobody-is-called-so', '--reporter=dot', 'test/domain -t acme'])(
    'would be found out if they ran none: %s',
    (args) => {
      expect(runsSome(args)).toBe(false);
    },
  );
});

/** Whether `vitest run` would find a test by this: files whose path begins so, and with `-t` those with a title that holds it. */
function runsSome(args: string): boolean {
  const [, places = '', title = ''] = /^(\S+)(?: -t (\S+))?$/.exec(args) ?? [];
  const files = TEST_FILES.filter((file) => places !== '' && file.startsWith(places.replace(/\*$/, '')));
  return files.some((file) => titlesIn(readFileSync(resolve(ROOT, file), 'utf8')).some((each) => each.includes(title)));
}

/** What is said first in a call: the names of tests, of groups of them, and of kits. */
function titlesIn(code: string): readonly string[] {
  return [...code.matchAll(/[\w)]\(\s*(['"`])(.+?)\1\s*,/g)].map(([, , title = '']) => title);
}

function sectionOf(title: string): string {
  return GUIDE.split(/^## /m).find((section) => section.startsWith(`${title}\n`)) ?? '';
}

function tableOf(checks: readonly Check<never>[]): string {
  const rows = checks.map(({ id, level, says }) => `| ${id} | ${level} | ${says} |`);
  return ['| id | level | promise |', '|---|---|---|', ...rows].join('\n');
}
