import type { AuditEvent } from '../../src/domain/event.ts';
import { NEWEST_FIRST } from '../../src/domain/order.ts';
import { compare } from '../../src/domain/position.ts';
import type { Answer } from '../../src/federation/gateway.ts';
import { gatewayOf } from '../fakes/gateway-of.ts';
import type { FaultRow } from './faults.ts';
import { type VendorKind, type World, world } from './worlds.ts';

/** What came of one fault with one vendor. */
export interface FaultOutcome {
  readonly status: string;
  readonly code: string | null;
  readonly given: number;
  /** Events of the page that are neither given nor inside a missing window: nothing may ever be here. */
  readonly lost: number;
  readonly withheld: number;
  readonly windows: number;
  /** The same question once the fault is gone, to the same source. */
  readonly recovered: boolean;
}

/** The data is of one January; a page is a fifth of it, and several of the vendor's own. */
const FROM = Date.parse('2026-01-01T00:00:00Z');
const TO = Date.parse('2026-01-31T00:00:00Z');
const SIZE = 100;
const PATIENCE = { repeats: 1, baseMs: 1, capMs: 2, failures: 1_000 };
const signal = new AbortController().signal;

export async function outcomeOf(kind: VendorKind, row: FaultRow): Promise<FaultOutcome> {
  const vendor = await world(kind, {
    events: 500,
    seed: 4,
    from: FROM,
    to: TO,
    pageSize: 40,
    timeoutMs: row.timeoutMs ?? 5_000,
    patience: PATIENCE,
  });
  try {
    vendor.simulator.setFaults(row.faults);
    const broken = await ask(vendor);
    vendor.simulator.setFaults([]);
    return { ...told(broken, vendor), recovered: isWhole(await ask(vendor), vendor) };
  } finally {
    await vendor.close();
  }
}

function ask(vendor: World): Promise<Answer> {
  const filter = { occurredAt: { from: FROM, to: TO } };
  return gatewayOf([vendor.source], Date.now).events({ first: SIZE, filter }, signal);
}

function expected(vendor: World) {
  const inside = vendor.truth().filter(({ occurredAt }) => occurredAt >= FROM * 1_000 && occurredAt < TO * 1_000);
  return inside.toSorted((a, b) => compare(a, b, NEWEST_FIRST));
}

function told({ edges, pageInfo, coverage }: Answer, vendor: World): Omit<FaultOutcome, 'recovered'> {
  const [source] = coverage.sources;
  if (!source) throw new Error('expected a report of the only source');
  const ids = new Set(edges.map(({ event }) => event.id));
  const all = expected(vendor);
  const reach = pageInfo.hasNextPage ? all.findIndex(({ id }) => id === edges.at(-1)?.event.id) + 1 : all.length;
  const absent = all.slice(0, reach).filter((event) => !ids.has(event.id) && !standsIn(edges, event, all));
  const isMissing = (at: number) => source.missing.some((window) => at >= window.from && at < window.until);
  return {
    status: source.status,
    code: source.problem?.code ?? null,
    given: edges.length,
    lost: absent.filter(({ occurredAt }) => !isMissing(occurredAt)).length,
    withheld: absent.filter(({ occurredAt }) => isMissing(occurredAt)).length,
    windows: source.missing.length,
  };
}

/** A record with a flaw in it may be known by that flaw: something else stands at its time, which nothing else explains. */
function standsIn(edges: Answer['edges'], event: AuditEvent, all: readonly AuditEvent[]): boolean {
  return edges.some(
    ({ event: given }) => given.occurredAt === event.occurredAt && !all.some(({ id }) => id === given.id),
  );
}

function isWhole({ edges, coverage }: Answer, vendor: World): boolean {
  const whole = expected(vendor).slice(0, SIZE);
  return coverage.complete && edges.map(({ event }) => event.id).join() === whole.map(({ id }) => id).join();
}
