import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../../src/server/compose.ts';
import type { GatewayConfig } from '../../src/server/config/gateway-config.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { CREDENTIALS, VENDORS, type World, world } from './worlds.ts';

interface Page {
  readonly edges: readonly { readonly node: { readonly id: string; readonly occurredAt: string } }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  readonly coverage: {
    readonly complete: boolean;
    readonly sources: readonly {
      readonly source: { readonly key: string };
      readonly status: string;
      readonly problem: { readonly code: string } | null;
      readonly missing: readonly { readonly from: string | null; readonly to: string | null }[];
    }[];
  };
}

const EVENTS = `query ($first: Int, $after: String, $last: Int, $before: String, $filter: AuditEventFilter) {
  auditEvents(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    edges { node { id occurredAt } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    coverage { complete sources { source { key } status problem { code } missing { from to } } }
  }
}`;

let worlds: readonly World[];
let gateway: RunningGateway;

beforeAll(async () => {
  worlds = await Promise.all(VENDORS.map((kind, index) => world(kind, { events: 120, seed: 20 + index })));
  const sources = worlds.map(({ source: { kind, url } }) => ({
    id: kind,
    kind,
    mode: 'live',
    url,
    ...CREDENTIALS[kind as keyof typeof CREDENTIALS],
  }));
  const text = JSON.stringify({ server: { port: 0 }, sources });
  const config: GatewayConfig = parseConfig(text, 'test', { environment: {}, adapters: ADAPTERS });
  gateway = await startGateway(config, pino({ level: 'silent' }));
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all(worlds.map((each) => each.close()));
});

async function ask(variables: object): Promise<Page> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: EVENTS, variables }),
  });
  const { data, errors } = (await response.json()) as { data: { auditEvents: Page }; errors?: unknown };
  expect(errors).toBeUndefined();
  return data.auditEvents;
}

async function walk(args: { first: number } | { last: number }, filter: object): Promise<readonly Page[]> {
  const pages: Page[] = [];
  let place: object | null = {};
  while (place) {
    const page: Page = await ask({ ...args, ...place, filter });
    pages.push(page);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    const more: boolean = 'last' in args ? hasPreviousPage : hasNextPage;
    place = more ? ('last' in args ? { before: startCursor } : { after: endCursor }) : null;
  }
  return pages;
}

const timesOf = (pages: readonly Page[]) => pages.flatMap((page) => page.edges.map(({ node }) => node.occurredAt));
const idsOf = (pages: readonly Page[]) => pages.flatMap((page) => page.edges.map(({ node }) => node.id));

describe('the whole gateway over five vendors', () => {
  test('gives one list forward by 7 and backward by 13: that of the vendors’ own data, sorted', async () => {
    const to = Date.now();
    const filter = { occurredAt: { to }, sources: VENDORS };
    const forward = await walk({ first: 7 }, filter);
    const backward = (await walk({ last: 13 }, filter)).toReversed();
    const sorted = worlds
      .flatMap((each) => each.truth())
      .filter((event) => event.occurredAt < to * 1_000)
      .toSorted((a, b) => b.occurredAt - a.occurredAt || (a.id < b.id ? 1 : -1));
    const uuids = idsOf(forward).map((id) => Buffer.from(id, 'base64url').toString().slice(-36));
    expect(uuids).toEqual(sorted.map((event) => event.id));
    expect(idsOf(backward)).toEqual(idsOf(forward));
    expect(timesOf(forward).map((time) => Math.floor(Date.parse(time)))).toEqual(
      sorted.map((event) => Math.floor(event.occurredAt / 1_000)),
    );
  });

  test('still gives the others’ events when one vendor stops, and names it with what is missing', async () => {
    const [salt, ...others] = worlds;
    await salt?.close();
    worlds = others;
    const { edges, coverage } = await ask({ first: 20 });
    const ids = edges.map(({ node }) => Buffer.from(node.id, 'base64url').toString());
    expect(edges).toHaveLength(20);
    expect(ids.some((id) => id.startsWith('SaltAuditEvent'))).toBe(false);
    expect(coverage.complete).toBe(false);
    const broken = coverage.sources.filter(({ status }) => status !== 'OK');
    expect(broken).toMatchObject([{ source: { key: 'salt' }, status: 'FAILED', problem: { code: 'UNREACHABLE' } }]);
    const [missing, ...more] = broken[0]?.missing ?? [];
    expect(more).toEqual([]);
    expect(missing?.to).toBeNull();
    const oldest = edges.at(-1)?.node.occurredAt ?? '';
    expect(Date.parse(missing?.from ?? '')).toBeLessThanOrEqual(Date.parse(oldest));
    expect(Date.parse(oldest) - Date.parse(missing?.from ?? '')).toBeLessThanOrEqual(1_000);
  });
});
