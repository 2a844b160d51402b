import { expect, test, vi } from 'vitest';
import type { FaultGiven } from '../../simulators/kit/faults/fault.ts';
import { type Random, random } from '../../simulators/kit/random.ts';
import type { AuditEvent } from '../../src/domain/event.ts';
import type { EventId } from '../../src/domain/event-id.ts';
import type { Instant } from '../../src/domain/instant.ts';
import type { Direction } from '../../src/domain/order.ts';
import { NEWEST_FIRST } from '../../src/domain/order.ts';
import { compare, type Position, within } from '../../src/domain/position.ts';
import type { EventsArguments } from '../../src/federation/ask/asked-page.ts';
import type { Answer, ViewerGateway } from '../../src/federation/gateway.ts';
import { eventsOf, gatewayOf, walk } from '../fakes/gateway-of.ts';
import { difference } from './difference.ts';
import { VENDORS, type VendorKind, type World, world } from './worlds.ts';

const CLIENTS = 50;
const PAGES_EACH = 12;
const CHANGE_EVERY = 15;
const BROKEN_AT_ONCE = 2;

/** All that can be noticed, or that does no harm. Rows that are left out at a page's edge nobody can notice. */
const FAULTS: readonly FaultGiven[] = [
  { kind: 'latency', ms: 30 },
  { kind: 'hang', times: 2 },
  { kind: 'status', status: 401, times: 3 },
  { kind: 'status', status: 403, times: 3 },
  { kind: 'status', status: 429, retryAfter: 30, times: 3 },
  { kind: 'status', status: 500, probability: 0.5 },
  { kind: 'status', status: 503, times: 5 },
  { kind: 'malformed', probability: 0.5 },
  { kind: 'truncated', probability: 0.5 },
  { kind: 'truncated', how: 'connection', probability: 0.5 },
  { kind: 'html', times: 3 },
  { kind: 'reset', probability: 0.5 },
  { kind: 'reset', at: 'body', probability: 0.5 },
  { kind: 'redirect', times: 2 },
  { kind: 'sessionExpiry', every: 3 },
  { kind: 'slowBody', bytes: 4_096, everyMs: 1, times: 2 },
  { kind: 'swappedRows', probability: 0.5 },
  { kind: 'reversedRows', probability: 0.5 },
  { kind: 'timeless', probability: 0.5 },
];
/** Those that some vendor cannot have. */
const FAULTS_OF: { readonly [K in VendorKind]?: readonly FaultGiven[] } = {
  f5xc: [{ kind: 'loopingCursor' }, { kind: 'outsideWindow' }, { kind: 'wrongTotal' }],
  astromkey: [{ kind: 'loopingCursor' }, { kind: 'outsideWindow' }, { kind: 'wrongTotal' }],
  salt: [{ kind: 'outsideWindow' }],
};

const PATIENCE = { repeats: 1, baseMs: 1, capMs: 2, failures: 5, openMs: 10, longestOpenMs: 20 };

test('under all faults at random every complete answer is true, and every incomplete one names what is missing', async () => {
  const sockets = socketsOpen();
  const worlds = await Promise.all(
    VENDORS.map((kind, index) => world(kind, { events: 150, seed: 30 + index, timeoutMs: 1_000, patience: PATIENCE })),
  );
  const gateway = gatewayOf(
    worlds.map((each) => each.source),
    Date.now,
  );
  const truth = worlds.flatMap((each) => each.truth());
  const chaos = chaosOver(worlds, random(7));
  const clients = Array.from({ length: CLIENTS }, (_, index) => walkAround(gateway, truth, random(100 + index), chaos));
  const incomplete = await Promise.all(clients);

  expect(incomplete.reduce((sum, pages) => sum + pages, 0)).toBeGreaterThan(CLIENTS);

  for (const { simulator } of worlds) simulator.setFaults([]);
  await vi.waitFor(async () => expect((await ask(gateway, { first: 1 })).coverage.complete).toBe(true), {
    timeout: 10_000,
  });
  const after = eventsOf(await walk(gateway, { first: 100 }));
  expect(
    difference(
      after,
      truth.toSorted((a, b) => compare(a, b, NEWEST_FIRST)).map(({ id }) => id),
    ),
  ).toBeNull();

  await Promise.all(worlds.map((each) => each.close()));
  await vi.waitFor(() => expect(socketsOpen()).toBeLessThanOrEqual(sockets), { timeout: 10_000 });
}, 120_000);

function ask(gateway: ViewerGateway, args: EventsArguments): Promise<Answer> {
  return gateway.events(args, new AbortController().signal);
}

function socketsOpen(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}

/** After every few pages some vendor gets a fault, and the one that has had its own for the longest is well again. */
function chaosOver(worlds: readonly World[], chance: Random): () => void {
  let asked = 0;
  let broken: readonly World[] = [];
  return () => {
    if (++asked % CHANGE_EVERY !== 0) return;
    const victim = chance.pick(worlds);
    const own = FAULTS_OF[victim.source.kind as VendorKind] ?? [];
    victim.simulator.setFaults([{ ...chance.pick([...FAULTS, ...own]), seed: asked }]);
    broken = [...broken.filter((each) => each !== victim), victim];
    if (broken.length > BROKEN_AT_ONCE) broken[0]?.simulator.setFaults([]);
    broken = broken.slice(-BROKEN_AT_ONCE);
  };
}

/** How many of the pages were incomplete; every one of them is checked. */
async function walkAround(gateway: ViewerGateway, truth: readonly AuditEvent[], chance: Random, chaos: () => void) {
  let incomplete = 0;
  let after: string | null = null;
  const direction = chance.pick<Direction>(['ASC', 'DESC']);
  for (let page = 0; page < PAGES_EACH; page++) {
    chaos();
    const first = 1 + chance.below(60);
    const args = { first, after, sort: { field: 'OCCURRED_AT', direction } };
    const answer = await ask(gateway, args);
    check(answer, truth, placeOf(after), direction);
    if (!answer.coverage.complete) incomplete += 1;
    after = answer.pageInfo.hasNextPage ? answer.pageInfo.endCursor : null;
  }
  return incomplete;
}

/** Every event of the page's stretch is given, in order and once, or lies in a window that its source says is missing. */
function check(
  { edges, pageInfo, coverage }: Answer,
  truth: readonly AuditEvent[],
  begin: Position | null,
  direction: Direction,
) {
  const end = pageInfo.hasNextPage ? placeOf(pageInfo.endCursor) : null;
  const stretch = truth
    .filter((event) => begin === null || compare(event, begin, { direction }) > 0)
    .filter((event) => end === null || compare(event, end, { direction }) <= 0)
    .toSorted((a, b) => compare(a, b, { direction }));
  const given = edges.map(({ event }) => event.id);
  const known = new Set(given);
  expect(given).toEqual(stretch.filter(({ id }) => known.has(id)).map(({ id }) => id));
  const lost = stretch.filter((event) => {
    const report = coverage.sources.find(({ source }) => source.key === event.source);
    return !known.has(event.id) && !report?.missing.some((window) => within(event.occurredAt, window));
  });
  const reports = coverage.sources.map(({ source, status, problem, missing }) => ({
    source: source.key,
    status,
    problem,
    missing,
  }));
  const where = lost.map(({ id, source, occurredAt }) => ({
    id,
    ...reports.find((each) => each.source === source),
    occurredAt,
  }));
  expect({ direction, begin, end, where }).toEqual({ direction, begin, end, where: [] });
}

function placeOf(cursor: string | null): Position | null {
  if (cursor === null) return null;
  const [, , occurredAt, id] = Buffer.from(cursor, 'base64url').toString().split('/');
  return { occurredAt: Number(occurredAt) as Instant, id: id as EventId };
}
