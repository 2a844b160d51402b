import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { asSource } from '../../simulators/as-source.ts';
import { type AstromkeySimulator, startAstromkey } from '../../simulators/astromkey/index.ts';
import { run } from './run-cli.ts';

let folder: string;
let vendor: AstromkeySimulator;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'audit-gateway-sync-'));
  vendor = await startAstromkey({ events: 30, seed: 7 });
  const source = { id: 'astrom', mode: 'archive', ...asSource('astromkey', vendor.url, {}) };
  const live = { ...source, id: 'asked', mode: 'live' };
  const gone = { ...source, id: 'gone', url: 'http://127.0.0.1:9' };
  const write = (name: string, config: object) => writeFileSync(join(folder, name), stringify(config));
  write('well.yaml', { database: { url: 'file:data' }, sources: [source, live] });
  write('gone.yaml', { sources: [source, gone] });
  write('live.yaml', { sources: [live] });
});
afterAll(async () => {
  await vendor.close();
  rmSync(folder, { recursive: true });
});

const DAY_MS = 86_400_000;
/** What a gateway asks for: nothing later than a day past now. */
const held = () => vendor.records.filter(({ timestamp }) => timestamp < Date.now() + DAY_MS).length;

const cli = (...args: readonly string[]) => run(folder, ...args);
const lines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('the command sync', () => {
  it('copies what an archived source has, once, and export --sync what came since', async () => {
    const before = held();
    const first = await cli('sync', '--config', 'well.yaml');
    expect(first).toEqual({ code: 0, out: `astrom: ${before} events added\n`, err: '' });
    const again = await cli('sync', '--config', 'well.yaml', '--source', 'astrom');
    expect(again).toEqual({ code: 0, out: 'astrom: 0 events added\n', err: '' });

    const [some] = vendor.records;
    if (!some) throw new Error('expected a record');
    vendor.add({ ...some, logId: '9999999999', timestamp: Date.now() });
    const filter = ['--filter', '{"sources":["astrom"]}'];
    const exported = await cli('export', '--config', 'well.yaml', '--sync', ...filter);
    expect([exported.code, exported.err, lines(exported.out).length]).toEqual([0, '', before + 1]);
  });

  it('ends with 1 and the reason where a source is not up to date, the others all the same', async () => {
    const { code, out, err } = await cli('sync', '--config', 'gone.yaml');
    expect([code, out]).toEqual([1, `astrom: ${held()} events added\ngone: 0 events added\n`]);
    expect(err).toMatch(/audit-gateway: sync: UNREACHABLE: gone: expected an answer/);
    const exported = await cli(
      'export',
      '--config',
      'gone.yaml',
      '--sync',
      '--filter',
      '{"sources":["astrom","gone"]}',
    );
    expect(exported.code).toBe(1);
    expect(exported.err).toMatch(/sync: UNREACHABLE: gone: [\s\S]*UPSTREAM_FAILED: gone: /);
    expect(lines(exported.out).length).toBe(held() + 1);
  });

  it.each([
    [
      ['--config', 'well.yaml', '--source', 'astro'],
      /--source: expected an archived source among astrom, but got "astro"; did you mean astrom\?/,
    ],
    [
      ['--config', 'well.yaml', '--source', 'asked'],
      /--source: expected an archived source among astrom, but got "asked"/,
    ],
    [['--config', 'live.yaml'], /sync: expected a source with mode: archive, but got none in the configuration/],
  ])('refuses %j', async (args, why) => {
    const { code, out, err } = await cli('sync', ...args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(why);
  });
});
