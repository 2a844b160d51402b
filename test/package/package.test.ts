import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { satisfies } from 'semver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installed, install } from './installed.ts';

/** The oldest Node that `engines` of package.json lets in. */
const OLDEST_NODE = '20.19.0';
/** Installing fetches what no cache holds, and other tests may keep the machine busy. */
const INSTALL_MS = 600_000;

const run = promisify(execFile);

let installed: Installed;
let before: readonly string[];
beforeAll(async () => {
  before = readdirSync('.');
  installed = await install();
}, INSTALL_MS);
afterAll(() => installed?.remove());

describe('the package, packed and installed with --engine-strict', () => {
  it('runs on the oldest Node it promises, with everything it brings along', () => {
    const told = Object.entries(installed.packages).flatMap(([path, { engines }]) =>
      engines?.node === undefined ? [] : [{ path, node: engines.node }],
    );
    expect(told.length).toBeGreaterThan(30);
    expect(told.filter(({ node }) => !satisfies(OLDEST_NODE, node))).toEqual([]);
  });

  it('was promised so', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(satisfies(OLDEST_NODE, engines.node)).toBe(true);
  });

  it('holds one copy of graphql, for two would not know one another', () => {
    const copies = Object.keys(installed.packages).filter((path) => path.endsWith('node_modules/graphql'));
    expect(copies).toEqual(['node_modules/graphql']);
  });

  it('tells its version, serves, answers a query and shows GraphiQL', async () => {
    const cli = installed.bin('audit-gateway');
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect((await run(cli, ['--version'])).stdout).toBe(`${version}\n`);
    const child = spawn(cli, ['serve', '--port', '0'], { cwd: installed.folder, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
      const { url } = JSON.parse(line) as { url: string };
      const query = encodeURIComponent('{ auditEvents(first: 1) { nodes { action source { key } } } }');
      const answer = await (await fetch(`${url}/graphql?query=${query}`)).json();
      expect(answer).toEqual({ data: { auditEvents: { nodes: [{ action: 'start', source: { key: 'gateway' } }] } } });
      const page = await fetch(`${url}/graphql`, { headers: { accept: 'text/html' } });
      expect([page.status, (await page.text()).includes('GraphiQL')]).toEqual([200, true]);
    } finally {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  });

  it.each(['audit-gateway-demo', 'audit-gateway-simulate'])('has the command %s too', async (name) => {
    const { stdout } = await run(installed.bin(name), ['--help']);
    expect(stdout).toMatch(/^Usage: /);
  });

  it('changed nothing here', () => {
    expect(readdirSync('.')).toEqual(before);
  });
});

describe('the documentation in the package', () => {
  it('links only to what is in the package, or to an address', () => {
    const pages = installed.files.filter((file) => file.endsWith('.md') && !file.startsWith('node_modules/'));
    expect(pages).toContain('README.md');
    expect(pages).toContain('docs/configuration.md');
    const broken = pages.flatMap((page) =>
      linksIn(page)
        .filter((target) => !isThere(normalize(join(dirname(page), target))))
        .map((target) => `${page} → ${target}`),
    );
    expect(broken).toEqual([]);
  });

  function isThere(path: string): boolean {
    const name = path.replace(/\/$/, '');
    return installed.files.some((file) => file === name || file.startsWith(`${name}/`));
  }
});

/** The relative targets of a page's links, without their anchors. */
function linksIn(page: string): readonly string[] {
  const text = readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```/gm, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.split('#')[0] ?? '')
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}
