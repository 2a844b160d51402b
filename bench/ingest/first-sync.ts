import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs } from '../federation/cpu-time.ts';
import { sourceOf, startSimulator, type VendorKind } from '../federation/vendors.ts';
import { openGateway } from '../open-gateway.ts';
import { rounded } from '../statistics.ts';
import type { BenchDatabase } from '../store/bench-database.ts';

export interface FirstSyncResult {
  readonly source: VendorKind;
  readonly events: number;
  readonly seconds: number;
  readonly rowsPerSecond: number;
  readonly requests: number;
  /** How long the gateway's requests took, in seconds in all; several may be under way at once. */
  readonly requestSeconds: number;
  /** Of the sync's time, how long each kept a core busy. */
  readonly gatewayCpu: number;
  readonly databaseCpu: number;
  readonly vendorCpu: number;
}

const LOOK_MS = 20;
const LONGEST_MS = 900_000;

/** From the beginning of the first sync of a source until all of it is stored, by a gateway that has no other. */
export async function measureFirstSync(
  database: BenchDatabase,
  kind: VendorKind,
  events: number,
): Promise<FirstSyncResult> {
  const vendor = await startSimulator(kind, { events, latencyMs: 0 });
  const source = { ...sourceOf(kind, vendor.url), mode: 'archive', pollSeconds: 86_400 };
  const begun = until(database, kind, 'running');
  const gateway = await openGateway({ sources: [source], database: { url: database.url } });
  try {
    await begun;
    const started = performance.now();
    const before = { gateway: cpuMs(gateway.pid), vendor: cpuMs(vendor.pid), database: await backendsCpuMs(database) };
    await until(database, kind, 'NOT running AND last_success_at IS NOT NULL');
    const ms = performance.now() - started;
    const share = (cpu: number) => rounded(cpu / ms);
    const after = { gateway: cpuMs(gateway.pid), vendor: cpuMs(vendor.pid), database: await backendsCpuMs(database) };
    const [row] = await database.run('SELECT events::integer FROM stored_source WHERE source = $1', [kind]);
    const stored = Number(row?.events ?? 0);
    if (stored < events) throw new Error(`${kind}: expected at least ${events} events to be stored, but got ${stored}`);
    const metrics = await (await fetch(new URL('/metrics', gateway.url))).text();
    return {
      source: kind,
      events: stored,
      seconds: rounded(ms / 1_000),
      rowsPerSecond: rounded((stored * 1_000) / ms, 0),
      requests: metric(metrics, 'count', kind),
      requestSeconds: rounded(metric(metrics, 'sum', kind)),
      gatewayCpu: share(after.gateway - before.gateway),
      databaseCpu: share(after.database - before.database),
      vendorCpu: share(after.vendor - before.vendor),
    };
  } finally {
    await gateway.stop();
    await vendor.stop();
  }
}

async function until({ run }: BenchDatabase, kind: VendorKind, condition: string): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  while (performance.now() < end) {
    const rows = await run(`SELECT FROM archive WHERE source = $1 AND ${condition}`, [kind]);
    if (rows.length > 0) return;
    await sleep(LOOK_MS);
  }
  throw new Error(`${kind}: expected the archive to be ${condition} within ${LONGEST_MS} ms, but it is not`);
}

/** Of the processes that serve the gateway; it keeps its connections. The server runs on this machine. */
async function backendsCpuMs({ run }: BenchDatabase): Promise<number> {
  const rows = await run(`SELECT pid FROM pg_stat_activity WHERE datname = current_database()
    AND application_name = 'audit-gateway'`);
  return rows.reduce((sum, { pid }) => sum + cpuMs(Number(pid)), 0);
}

function metric(text: string, what: 'count' | 'sum', source: string): number {
  const line = new RegExp(`^audit_gateway_source_request_seconds_${what}\\{source="${source}"\\} (.*)$`, 'm').exec(
    text,
  );
  return Number(line?.[1] ?? Number.NaN);
}
