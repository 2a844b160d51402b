import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { random } from '../../simulators/kit/random.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { joined } from '../../src/domain/windows.ts';
import { openStore } from '../../src/store/open-store.ts';
import type { EventStore } from '../../src/store/port/event-store.ts';
import { batchOf, COPIED, NOW, windowOf } from './power-cut-batches.ts';
import { storedEvents } from './stored-events.ts';
import { storeTemplate } from './template.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const CUTS = 6;
const LONGEST_MS = 700;
const WRITER = fileURLToPath(new URL('power-cut-writer.ts', import.meta.url));

let folder = '';
const children: ChildProcess[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-gateway-power-'));
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test(`what was stored in a folder is there, and nothing by halves, after the writer is killed ${CUTS} times (seed ${SEED})`, async () => {
  const chance = random(SEED);
  let coming = writer();
  await (await open()).close();
  const acknowledged: number[] = [];
  for (let cut = 0; cut < CUTS; cut += 1) {
    const next = (acknowledged.at(-1) ?? -1) + 1 + cut;
    const current = coming;
    if (cut < CUTS - 1) coming = writer();
    acknowledged.push(...(await current.writeUntilCut(next, chance.below(LONGEST_MS))));
    const store = await open();
    await check(store, acknowledged);
    await store.close();
    expect(readdirSync(folder).filter((name) => name.startsWith('gateway-lock-'))).toEqual([]);
  }
  expect(acknowledged.length).toBeGreaterThan(CUTS);
}, 240_000);

async function open(): Promise<EventStore> {
  return openStore({
    url: `file:${folder}`,
    template: await storeTemplate(),
    rules: BUILT_IN,
    archived: [COPIED],
    now: () => NOW,
  });
}

interface Writer {
  /** Which batches it was told are stored, from this one on, before it was killed so long after the first of them. */
  writeUntilCut(first: number, afterMs: number): Promise<readonly number[]>;
}

/** A process that loads its code at once, which takes its time, and does nothing else before it is asked. */
function writer(): Writer {
  const args = ['--import', import.meta.resolve('tsx'), WRITER, `file:${folder}`];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  children.push(child);
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const closed = once(child, 'close');
  const loaded = once(child, 'message');
  const written = once(child.stdout as NonNullable<typeof child.stdout>, 'data');
  return {
    async writeUntilCut(first, afterMs) {
      await Promise.race([loaded, closed]);
      child.send(first);
      await Promise.race([written, closed]);
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      child.kill('SIGKILL');
      expect(await closed, err).toEqual([null, 'SIGKILL']);
      return out.split('\n').slice(0, -1).map(Number);
    },
  };
}

/** Of the batches that were not acknowledged one may be there whole: its writer was killed before it could say so. */
async function check(store: EventStore, acknowledged: readonly number[]): Promise<void> {
  const events = await storedEvents(store);
  const there = [...new Set(events.map(({ action }) => Number(action)))].sort((a, b) => a - b);
  expect(acknowledged.filter((batch) => !there.includes(batch))).toEqual([]);
  expect(events.map(({ id }) => id).sort()).toEqual(
    there.flatMap((batch) => batchOf(batch).map(({ id }) => id)).sort(),
  );
  expect(await store.stored()).toBe(events.length);
  const state = (await store.syncStates()).get(COPIED);
  expect(state?.storedEvents ?? 0).toBe(events.filter(({ source }) => source === COPIED).length);
  expect(state?.covered ?? []).toEqual(joined(there.filter((batch) => batch % 2 === 1).map(windowOf)));
}
