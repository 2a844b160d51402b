import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordedEvent } from '../../src/domain/recorded-event.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { lockFolder } from '../../src/store/engine/folder-lock.ts';
import { processStart } from '../../src/store/engine/process-start.ts';
import { openStore } from '../../src/store/open-store.ts';
import { OPENED } from './databases.ts';
import { storedEvents } from './stored-events.ts';
import { storeTemplate } from './template.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-gateway-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Leaves the lock file of another process. */
function leaveLock(holder: { pid: number; host?: string; processStart?: string | null }): void {
  const file = 'gateway-lock-00000000-0000-0000-0000-000000000000.json';
  const since = '2024-01-01T00:00:00.000Z';
  writeFileSync(join(folder, file), JSON.stringify({ host: hostname(), processStart: null, since, ...holder }));
}

const locks = () => readdirSync(folder).filter((name) => name.startsWith('gateway-lock-'));

async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('the lock of a folder', () => {
  test('is a file while it is held, and no more afterwards', () => {
    const lock = lockFolder(folder);
    expect(locks()).toHaveLength(1);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('refuses a second opener and tells him who holds it, until it is released', () => {
    const lock = lockFolder(folder);
    const refused = expect.objectContaining({
      code: 'DATABASE_LOCKED',
      message: expect.stringMatching(
        `process ${process.pid} on ${hostname()} holds it since 2.*; a gateway that runs there exports by GET /export$`,
      ),
    });
    expect(() => lockFolder(folder)).toThrow(refused);
    expect(() => lockFolder(folder)).toThrow(refused);
    expect(locks()).toHaveLength(1);
    lock.release();
    lockFolder(folder).release();
  });

  test('of another process that runs is respected', () => {
    leaveLock({ pid: process.ppid, processStart: processStart(process.ppid) });
    expect(() => lockFolder(folder)).toThrow(`process ${process.ppid} on ${hostname()}`);
  });

  test('of a process that is no more is taken over', async () => {
    leaveLock({ pid: await endedProcess() });
    const lock = lockFolder(folder);
    expect(locks()).toHaveLength(1);
    lock.release();
    expect(locks()).toEqual([]);
  });

  test.runIf(processStart(process.pid) !== null)(
    'of an earlier process with the number of one that runs is taken over',
    () => {
      leaveLock({ pid: process.ppid, processStart: 'an earlier boot 1' });
      lockFolder(folder).release();
      expect(locks()).toEqual([]);
    },
  );

  test('of another host stands, for nobody here can tell whether it runs; the message says what to do', async () => {
    leaveLock({ pid: await endedProcess(), host: 'elsewhere' });
    expect(() => lockFolder(folder)).toThrow(
      /on elsewhere holds it since .*if that process is no more, remove .*\.json$/,
    );
  });

  test('that cannot be read stands', () => {
    writeFileSync(join(folder, 'gateway-lock-00000000-0000-0000-0000-000000000001.json'), '{');
    expect(() => lockFolder(folder)).toThrow(expect.objectContaining({ code: 'DATABASE_LOCKED' }));
    expect(locks()).toHaveLength(1);
  });
});

describe('an embedded database in a folder', () => {
  async function open() {
    const url = `file:${join(folder, 'new', 'data')}`;
    return openStore({ url, template: await storeTemplate(), rules: BUILT_IN, now: () => OPENED });
  }

  test('keeps what was stored, and is opened by one at a time', async () => {
    const first = await open();
    const event = recordedEvent({ action: 'a', recordType: 'r' }, OPENED, BUILT_IN);
    await first.record({ events: [event], idempotencyKey: null, now: OPENED });
    await first.changeConfig({ patch: { periodDays: 3 }, expectedRevision: 1, dryRun: false, now: OPENED, by: null });
    await expect(open()).rejects.toMatchObject({ code: 'DATABASE_LOCKED' });
    await first.close();
    const second = await open();
    expect((await storedEvents(second)).map(({ recordType }) => recordType).sort()).toEqual(['gateway.config', 'r']);
    expect(await second.config()).toMatchObject({ periodDays: 3, revision: 2 });
    await second.close();
  });
});

test('a server that does not answer is told by name, without its password', async () => {
  const opening = openStore({ url: 'postgresql://u:hunter2@127.0.0.1:1/d', rules: BUILT_IN, now: () => OPENED });
  await expect(opening).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  await expect(opening).rejects.toThrow(
    /^PostgreSQL at 127\.0\.0\.1:1\/d: expected a database to open, but it failed: (?!.*hunter2)/,
  );
});
