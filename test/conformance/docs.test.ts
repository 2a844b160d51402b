import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Check } from './check.ts';
import { LANE_CHECKS } from './lane/lane-kit.ts';
import { SOURCE_CHECKS } from './source/source-kit.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const EXAMPLE = 'test/conformance/example-vendor';
const GUIDE = readFileSync(resolve(ROOT, 'docs/adding-a-source.md'), 'utf8');

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

  test('run tests that there are', { timeout: 300_000 }, () => {
    const runs = [...text.matchAll(/\bnpx vitest run ([^\n`]+)/g)].map(([, args = '']) => args.trim());
    expect(runs.length).toBeGreaterThan(1);
    const listed = runs.map((args) => [args, listedBy(args)] as const);
    expect(listed.filter(([, tests]) => tests.length === 0)).toEqual([]);
  });
});

/** The tests that a command of ours would run. */
function listedBy(args: string): readonly unknown[] {
  const command = ['vitest', 'list', ...args.split(' '), '--json'];
  const out = execFileSync('npx', command, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(out.slice(out.indexOf('['))) as readonly unknown[];
}

function sectionOf(title: string): string {
  return GUIDE.split(/^## /m).find((section) => section.startsWith(`${title}\n`)) ?? '';
}

function tableOf(checks: readonly Check<never>[]): string {
  const rows = checks.map(({ id, level, says }) => `| ${id} | ${level} | ${says} |`);
  return ['| id | level | promise |', '|---|---|---|', ...rows].join('\n');
}
