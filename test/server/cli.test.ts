import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printedSchema } from '../../src/schema/index.ts';
import { printedConfigSchema } from '../../src/server/config/config-schema.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { BUILT_CLI } from '../built.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-gateway-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Started {
  readonly child: ChildProcess;
  /** The first whole line on standard output. */
  readonly line: Promise<string>;
  readonly ended: Promise<Ended>;
}

function start(...args: readonly string[]): Started {
  const child = spawn(process.execPath, [BUILT_CLI, ...args], { cwd: folder });
  let out = '';
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const line = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk) => {
      out += chunk;
      if (out.includes('\n')) resolve(out.slice(0, out.indexOf('\n')));
    });
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, out, err }));
  });
  return { child, line, ended };
}

const run = (...args: readonly string[]) => start(...args).ended;

describe('the command line', () => {
  it('serves the store alone without a configuration, says where in one line, and stops when told to', async () => {
    const { child, line, ended } = start('serve', '--port', '0');
    const { url } = JSON.parse(await line);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    child.kill('SIGTERM');
    const { code, out } = await ended;
    expect([code, out.trim().split('\n').length]).toEqual([0, 1]);
  });

  it.each([
    [
      'a file that is not there',
      ['serve', '--config', 'nowhere.yaml'],
      ['audit-gateway: nowhere.yaml: expected a readable configuration file, but got no such file or folder (ENOENT)'],
    ],
    [
      'a host that others reach',
      ['serve', '--host', '0.0.0.0'],
      [
        'audit-gateway: no configuration file: expected a valid configuration, but got 1 problem',
        '--host: expected a loopback address, for without authentication the gateway answers nobody else; but got "0.0.0.0"',
      ],
    ],
    [
      'a database that is none',
      ['migrate', '--config', 'odd.yaml'],
      [
        'audit-gateway: database.url: expected `memory:`, `file:DIR` or `postgresql://…`, but got one that begins with `mysql:`',
      ],
    ],
  ])('ends with 1 and the reason for %s', async (_what, args, lines) => {
    writeFileSync(join(folder, 'odd.yaml'), 'database: { url: "mysql://db" }\n');
    const { code, out, err } = await run(...args);
    expect([code, out, err.trim().split('\n')]).toEqual([1, '', lines]);
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await run('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('refuses a port that is none', async () => {
    const { code, err } = await run('serve', '--port', '70000');
    expect(code).toBe(1);
    expect(err).toContain('expected a port from 0 to 65535');
  });

  it('takes audit-gateway.yaml of the working folder', async () => {
    const file = join(folder, 'audit-gateway.yaml');
    writeFileSync(file, 'nonsense: true\n');
    const { code, err } = await run('serve');
    rmSync(file);
    expect([code, err.trim().split('\n')[1]]).toEqual([1, 'nonsense: expected no such key here, but got one']);
  });

  it('refuses for a check what it refuses to serve, in the same words', async () => {
    writeFileSync(join(folder, 'wrong.yaml'), 'sources: [{ id: a, kind: salt }]\nnonsense: true\n');
    const [checked, served] = await Promise.all(
      ['check', 'serve'].map((command) => run(command, '--config', 'wrong.yaml')),
    );
    expect(checked).toEqual(served);
    expect(checked).toMatchObject({ code: 1, out: '', err: expect.stringContaining('nonsense: expected no such key') });
  });

  it('checks every source: 0 and a table where all is well, 1 and a line for each problem where it is not', async () => {
    const good = await run('check');
    expect([good.code, good.err]).toEqual([0, '']);
    expect(good.out.split('\n')[1]).toMatch(/^gateway {2}gateway /);
    const nobody =
      '{ id: nobody, kind: astromkey, mode: live, url: "http://127.0.0.1:9", auth: { apiToken: hush-hush } }';
    writeFileSync(join(folder, 'nobody.yaml'), `sources: [${nobody}]\n`);
    const line = /^audit-gateway: nobody: UNREACHABLE: .+\n$/;
    const bad = await run('check', '--config', 'nobody.yaml');
    expect([bad.code, bad.out.split('\n')[1]]).toEqual([1, expect.stringMatching(/^nobody .* UNREACHABLE: /)]);
    expect(bad.err).toMatch(line);
    const json = await run('check', '--config', 'nobody.yaml', '--json');
    const objects = json.out
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each));
    expect([json.code, objects.map(({ source, problem }) => [source, problem?.code ?? null])]).toEqual([
      1,
      [
        ['nobody', 'UNREACHABLE'],
        ['gateway', null],
      ],
    ]);
    expect(json.err).toMatch(line);
  });

  it('exports what is stored, each run an event of the next', { timeout: 180_000 }, async () => {
    writeFileSync(join(folder, 'stored.yaml'), "database: { url: 'file:data' }\n");
    const stored = ['export', '--config', 'stored.yaml'];
    expect(await run(...stored, '--filter', '{"action":{"eq":"none"}}')).toMatchObject({ code: 0, out: '', err: '' });
    const csv = await run(...stored, '--format', 'csv', '--from', 'now-1h', '--out', 'events.csv');
    expect(csv).toMatchObject({ code: 0, out: '', err: '' });
    const lines = readFileSync(join(folder, 'events.csv'), 'utf8').split('\r\n');
    expect(lines[0]).toMatch(/^id,source,occurredAt,.*,actorUid,actorName,.*,changes,count,raw$/);
    expect([lines[1]?.includes('"gateway.export"'), lines[2]]).toEqual([true, '']);
    const form = ['--columns', 'action,outcome', '--delimiter', 'semicolon', '--bom', '--sort', 'asc'];
    const narrow = await run(...stored, '--format', 'csv', ...form);
    expect(narrow.out).toBe('\ufeffaction;outcome\r\n"export";"SUCCESS"\r\n"export";"SUCCESS"\r\n');
  });

  it('ends an export with 1 where a source is down, or an argument is wrong', { timeout: 180_000 }, async () => {
    const nobody = '{ id: nobody, kind: astromkey, mode: live, url: "http://127.0.0.1:9", auth: { apiToken: hush } }';
    writeFileSync(join(folder, 'down.yaml'), `sources: [${nobody}]\n`);
    const [{ code, out, err }, wrong] = await Promise.all([
      run('export', '--config', 'down.yaml'),
      run('export', '--from', 'yesterday'),
    ]);
    expect([code, JSON.parse(out)]).toEqual([1, { error: expect.objectContaining({ code: 'UPSTREAM_FAILED' }) }]);
    expect(err).toMatch(
      /^audit-gateway: export: expected all events, but got 0 and then UPSTREAM_FAILED: nobody: .*\n$/,
    );
    expect(wrong).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^audit-gateway: from: expected /) });
  });

  it('prints the JSON Schema of the configuration, and says in words what is wrong with a file', async () => {
    const { code, out } = await run('config-schema');
    expect([code, out]).toEqual([0, printedConfigSchema(ADAPTERS)]);
    const [current, elsewhere] = await Promise.all([
      run('config-schema', '--check', resolve('config.schema.json')),
      run('config-schema', '--out', join('nowhere', 'file.json')),
    ]);
    expect(current).toEqual({ code: 0, out: '', err: '' });
    expect([elsewhere.code, elsewhere.err]).toEqual([
      1,
      'audit-gateway: nowhere/file.json: expected a file that can be used, but got no such file or folder (ENOENT)\n',
    ]);
  });

  it('prints the schema, writes it, and says whether a file holds it', async () => {
    const file = join(folder, 'schema.graphql');
    expect((await run('schema')).out).toBe(printedSchema());
    expect((await run('schema', '--out', file)).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(printedSchema());
    expect((await run('schema', '--check', file)).code).toBe(0);
    writeFileSync(file, 'type Query { a: Int }');
    const { code, err } = await run('schema', '--check', file);
    expect([code, err]).toEqual([
      1,
      `audit-gateway: ${file}: expected the schema of this version, but got another: run npm run schema:write\n`,
    ]);
  });
});
