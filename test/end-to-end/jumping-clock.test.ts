import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { SALT_CREDENTIALS, type SaltSimulator, startSalt } from '../../simulators/salt/index.ts';
import { BUILT_CLI } from '../built.ts';
import { askGateway, type GatewayProcess, gatewayOf } from './gateway-process.ts';
import { rewritingProxy } from './rewriting-proxy.ts';

const JUMPING_CLOCK = new URL('jumping-clock.mjs', import.meta.url).href;
const DAY_MS = 86_400_000;
const POLL_SECONDS = 0.3;
const PATIENT = { timeout: 40_000, interval: 100 };
/** So little behind is an archive that is looked at all the time, on a machine that has much else to do. */
const FRESH_MS = 30_000;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Told {
  readonly sources: readonly { readonly key: string; readonly sync: { syncedThrough: string; lagMs: number } | null }[];
  readonly auditEvents: {
    readonly nodes: readonly { readonly raw: { readonly id: number } }[];
    readonly coverage: { readonly complete: boolean };
  };
}

const ASKED = `{
  sources { key sync { syncedThrough lagMs } }
  auditEvents(first: 200, filter: { sources: ["salt"] }) {
    nodes { raw }
    coverage { complete }
  }
}`;

/** A gateway on an embedded database, whose clock is that of the process too. */
function start(file: string): GatewayProcess & { jump(ms: number): Promise<void> } {
  const child = spawn(process.execPath, ['--import', JUMPING_CLOCK, BUILT_CLI, 'serve', '--config', file], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  }) as ChildProcessByStdio<null, Readable, Readable>;
  const gateway = gatewayOf(child);
  closing.push(() => gateway.kill());
  return {
    ...gateway,
    async jump(ms) {
      const jumped = once(child, 'message');
      child.send(ms);
      await jumped;
    },
  };
}

function configOf(url: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'audit-gateway-clock-'));
  closing.push(() => rmSync(folder, { recursive: true }));
  const source = { id: 'salt', kind: 'salt', mode: 'archive', url, auth: SALT_CREDENTIALS };
  const sources = [{ ...source, pollSeconds: POLL_SECONDS, latenessSeconds: 2 }];
  const file = join(folder, 'audit-gateway.yaml');
  const database = { url: `file:${join(folder, 'store')}` };
  writeFileSync(file, JSON.stringify({ server: { port: 0 }, database, sources }));
  return file;
}

const idsOf = ({ records }: SaltSimulator) => records.map(({ id }) => String(id)).toSorted();

/** All that the vendor holds is there, and what is said of how far it was copied is neither false nor out of date. */
async function isWholeAndFresh(url: string, salt: SaltSimulator): Promise<void> {
  await vi.waitFor(async () => {
    const { sources, auditEvents } = await askGateway<Told>(url, ASKED);
    expect(auditEvents.nodes.map(({ raw }) => String(raw.id)).toSorted()).toEqual(idsOf(salt));
    const sync = sources.find(({ key }) => key === 'salt')?.sync;
    expect(Date.parse(sync?.syncedThrough ?? '')).toBeLessThanOrEqual(Date.now());
    expect(sync?.lagMs).toBeGreaterThanOrEqual(0);
    expect(sync?.lagMs).toBeLessThan(FRESH_MS);
    expect(auditEvents.coverage.complete).toBe(true);
    expect(await lagSeconds(url)).toBeLessThan(FRESH_MS / 1_000);
  }, PATIENT);
}

async function lagSeconds(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const lag = Number(/^audit_gateway_sync_lag_seconds\{source="salt"\} (\S+)$/m.exec(metrics)?.[1]);
  expect(lag).toBeGreaterThanOrEqual(0);
  return lag;
}

/** So many runs more are begun and have ended. */
async function runs(url: string, count: number): Promise<void> {
  for (let run = 0; run < count; run += 1) await askGateway(url, 'mutation { syncSource(key: "salt") { added } }');
}

test.each([
  { what: 'whose source tells the time', tellsTime: true },
  { what: 'whose source tells no time', tellsTime: false },
])(
  'a clock that is a day ahead for some seconds loses nothing of an archive $what',
  async ({ tellsTime }) => {
    const salt = await startSalt({ events: 40, seed: 9, from: Date.now() - DAY_MS, to: Date.now() - 60_000 });
    closing.push(() => salt.close());
    const proxy = await rewritingProxy(salt.url, (body) => body, tellsTime ? [] : ['date']);
    closing.push(() => proxy.close());
    const file = configOf(proxy.url);
    const gateway = start(file);
    const url = await gateway.url;
    await isWholeAndFresh(url, salt);

    await gateway.jump(DAY_MS);
    await runs(url, 3);
    salt.add();
    await runs(url, 1);
    await lagSeconds(url);
    await gateway.jump(0);
    salt.add();
    await isWholeAndFresh(url, salt);
    await gateway.jump(-DAY_MS);
    salt.add();
    await runs(url, 2);
    await lagSeconds(url);
    await gateway.jump(0);
    salt.add();
    await isWholeAndFresh(url, salt);

    await gateway.stop();
    salt.add();
    const again = start(file);
    await isWholeAndFresh(await again.url, salt);
    salt.add();
    await isWholeAndFresh(await again.url, salt);
  },
  180_000,
);
