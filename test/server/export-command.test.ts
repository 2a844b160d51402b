import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SourceKey } from '../../src/domain/event.ts';
import { fromMillis, instant } from '../../src/domain/instant.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { ExportIncomplete, type ExportPart, type ViewerGateway } from '../../src/federation/gateway.ts';
import { problem } from '../../src/lanes/source-error.ts';
import { type ExportCommand, exportCommand } from '../../src/server/export/export-command.ts';
import { progressOn } from '../../src/server/export/progress.ts';
import { fakeConfigStore } from '../fakes/fake-config-store.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-gateway-export-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const reached = { occurredAt: instant(1_700_000_000_000_000), id: '' as never };
const line = (text: string): ExportPart => ({ text, count: 1, reached });

async function* whole() {
  yield line('{"n":1}\n');
  yield line('{"n":2}\n');
}
async function* failing() {
  yield line('{"n":1}\n');
  const missing = [{ from: instant(0), until: instant(1e6) }];
  throw new ExportIncomplete([{ source: 'f5' as SourceKey, problem: problem('TIMEOUT', 'f5: too late'), missing }]);
}

interface Ran {
  readonly out: string;
  readonly err: string;
  readonly error: Error | null;
  readonly recorded: readonly unknown[];
}

async function run(
  parts: ViewerGateway['export'],
  command: ExportCommand,
  { isTTY = false, signal = new AbortController().signal, write = (_text: string): Error | null => null } = {},
): Promise<Ran> {
  const written: Record<'out' | 'err', string> = { out: '', err: '' };
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      written.out += chunk;
      done(write(String(chunk)));
    },
  });
  const stderr = { isTTY, write: (text: string) => (written.err += text) };
  const { store, batches } = fakeConfigStore();
  const around = { gateway: { export: parts }, store, rules: BUILT_IN, now: () => fromMillis(0), signal };
  const error = await exportCommand(command, { stdout, stderr }, around).then(
    () => null,
    (cause: Error) => cause,
  );
  return { ...written, error, recorded: batches.flatMap(({ events }) => events) };
}

describe('the command export', () => {
  it('writes the events and nothing else, and records itself', async () => {
    const { out, err, error, recorded } = await run(whole, { filter: '{"text":"x"}' });
    expect([out, err, error]).toEqual(['{"n":1}\n{"n":2}\n', '', null]);
    expect(recorded).toMatchObject([
      { recordType: 'gateway.export', outcome: 'SUCCESS', raw: { details: { filter: { text: 'x' }, events: 2 } } },
    ]);
  });

  it('fails, and says why in its last line too, where a source failed', async () => {
    const { out, error, recorded } = await run(failing, {});
    expect(JSON.parse(out.split('\n')[1] ?? '')).toMatchObject({ error: { code: 'UPSTREAM_FAILED' } });
    expect(error?.message).toBe(
      'export: expected all events, but got 1 and then UPSTREAM_FAILED: f5: too late; missing of f5: from 1970-01-01T00:00:00.000Z to 1970-01-01T00:00:01.000Z',
    );
    expect(recorded).toMatchObject([{ outcome: 'FAILURE' }]);
  });

  it('gives a file its name when it is whole, for its owner alone', async () => {
    const file = join(folder, 'whole.ndjson');
    const { out, error } = await run(whole, { out: file });
    expect([out, error, readFileSync(file, 'utf8')]).toEqual(['', null, '{"n":1}\n{"n":2}\n']);
    expect([statSync(file).mode & 0o777, existsSync(`${file}.partial`)]).toEqual([0o600, false]);
  });

  it('leaves what is not whole beside it, and an older file as it was', async () => {
    const file = join(folder, 'old.csv');
    writeFileSync(file, 'old');
    const { error } = await run(failing, { out: file, format: 'csv' });
    expect(error?.message).toMatch(/; what there is of it is in .*old\.csv\.partial$/);
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readFileSync(`${file}.partial`, 'utf8')).toMatch(/^\{"n":1\}\n# error: UPSTREAM_FAILED: .*\r\n$/);
  });

  it.each([
    ['a folder that is not there', () => join(folder, 'none', 'a.csv'), 'no such file or folder (ENOENT)'],
    ['a folder', () => folder, 'a folder'],
    ['a file for a folder', () => join(process.execPath, 'a.csv'), 'a file where a folder should be (ENOTDIR)'],
    ['a full disk', () => '/dev/full', 'no space left on the disk (ENOSPC)'],
    ['a place where nobody may write', () => '/proc/a.csv', 'no such file or folder (ENOENT)'],
  ])('says in words that %s cannot be written to', async (_what, out, found) => {
    const { error } = await run(whole, { out: out() });
    expect(error?.message).toMatch(/--out: expected .* to be a file that can be written, but got /);
    expect(error?.message).toContain(found);
  });

  it('writes nothing where an argument is wrong', async () => {
    const file = join(folder, 'none');
    const { error, recorded } = await run(whole, { out: file, format: 'xml' });
    expect([error?.name, existsSync(`${file}.partial`), recorded]).toEqual(['InputError', false, []]);
  });

  it('fails where nobody reads any more, and where it is stopped', async () => {
    const closed = await run(whole, {}, { write: () => new Error('write EPIPE') });
    expect(closed.error?.message).toBe('export: expected all events, but got 0 and then write EPIPE');
    const stopping = new AbortController();
    const parts: ViewerGateway['export'] = async function* (_args, signal) {
      yield line('a\n');
      stopping.abort(new Error('stopped by SIGINT'));
      signal.throwIfAborted();
    };
    const stopped = await run(parts, {}, { signal: stopping.signal });
    expect(stopped.error?.message).toContain('got 1 and then CANCELLED: stopped by SIGINT');
    expect(stopped.recorded).toMatchObject([{ outcome: 'FAILURE' }]);
  });
});

describe('the progress of an export', () => {
  it('is told on a terminal twice a second at most, and erased at the end', () => {
    let now = 0;
    const told: string[] = [];
    const progress = progressOn({ isTTY: true, write: (text: string) => told.push(text) }, () => now);
    for (now = 100; now <= 1_200; now += 100) progress.part({ count: 10, reached });
    progress.end();
    expect(told).toEqual([
      '\r\u001b[K50 events, 100/s, at 2023-11-14T22:13:20.000Z',
      '\r\u001b[K100 events, 100/s, at 2023-11-14T22:13:20.000Z',
      '\r\u001b[K',
    ]);
  });

  it('is told nowhere else', async () => {
    const told: string[] = [];
    let now = 0;
    const progress = progressOn({ write: (text: string) => told.push(text) }, () => now);
    for (now = 0; now < 5_000; now += 1_000) progress.part({ count: 1, reached });
    progress.end();
    expect(told).toEqual([]);
  });
});
