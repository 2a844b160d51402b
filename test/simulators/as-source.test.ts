import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asConfiguration } from '../../simulators/as-source.ts';
import { type Kind, SIMULATORS } from '../../simulators/registry.ts';
import { checkGateway } from '../../src/server/check.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';

/** What `check` says of a gateway that is configured with a text. */
async function checked(text: string) {
  const config = parseConfig(text, 'audit-gateway.yaml', { environment: {}, adapters: ADAPTERS });
  const { sources } = await checkGateway(config);
  return sources.map(({ key, authenticated, newestEventAt, problem }) => ({
    key,
    authenticated,
    isRead: newestEventAt !== null,
    problem,
  }));
}

const WELL = { authenticated: true, isRead: true, problem: null };

describe('the configuration that a simulator tells of itself', () => {
  const worlds: readonly (readonly [Kind, Readonly<Record<string, unknown>>])[] = [
    ...(Object.keys(SIMULATORS) as Kind[]).map((kind) => [kind, {}] as const),
    ['salt', { prefix: '/raas', configName: 'ldap' }],
    ['riverbed', { aaaVersion: '1.0' }],
    ['riverbed', { token: false }],
    ['riverbed', { token: false, cookie: false }],
    ['riverbed', { token: false, cookie: false, basic: false }],
    ['zstack', { admin: false }],
    ['f5xc', { namespace: 'shop' }],
    ['astromkey', { prefix: '/e/other' }],
  ];

  it.each(worlds)('of %s with %j is valid, and lets a gateway in', async (kind, switches) => {
    const simulator = await SIMULATORS[kind].start({ events: 20, ...switches });
    try {
      const [source] = await checked(asConfiguration(kind, simulator.url, switches));
      expect(source).toEqual({ key: kind, ...WELL });
    } finally {
      await simulator.close();
    }
  });
});

it('the command prints where it is as a line of JSON, and below it the configuration', async () => {
  const main = join(import.meta.dirname, '../../dist/simulators/main.js');
  const child = spawn(process.execPath, [main, '--kind', 'f5xc', '--set', 'namespace=shop', '--events', '20']);
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  try {
    while (!out.includes('apiToken')) await once(child.stdout, 'data');
    const [line = '', ...rest] = out.split('\n');
    expect(JSON.parse(line)).toMatchObject({ kind: 'f5xc' });
    expect((await checked(rest.join('\n')))[0]).toEqual({ key: 'f5xc', ...WELL });
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
});

it('demo explains itself and starts nothing', () => {
  const main = join(import.meta.dirname, '../../dist/demo/demo.js');
  const help = execFileSync(process.execPath, [main, '--help'], { encoding: 'utf8', timeout: 60_000 });
  expect(help).toMatch(/^Usage: demo [\s\S]*--port <number>[\s\S]*default: 4000/);
});
