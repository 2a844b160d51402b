import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apolloClient, apolloList } from './recipes/apollo.ts';
import { type Connection, EVENTS, following, type Size } from './recipes/events.ts';
import { introspection, possibleTypes } from './recipes/possible-types.ts';
import { relayEnvironment, relayList } from './recipes/relay.ts';
import { urqlClient, urqlList } from './recipes/urql.ts';
import { type ClientWorld, clientWorld } from './world.ts';

let world: ClientWorld;
beforeAll(async () => {
  world = await clientWorld();
});
afterAll(() => world.close());

interface List {
  edges(): readonly unknown[];
  coverage(): unknown;
  more(): Promise<boolean>;
}

const CLIENTS: Readonly<Record<string, (url: string) => Promise<(filter: object, size: Size) => List>>> = {
  'Apollo Client': async (url) => {
    const client = apolloClient(url, await possibleTypes(url));
    return (filter, size) => apolloList(client, filter, size);
  },
  'urql with graphcache': async (url) => {
    const client = urqlClient(url, await introspection(url));
    return (filter, size) => urqlList(client, filter, size);
  },
  Relay: async (url) => {
    const environment = relayEnvironment(url);
    return (filter, size) => relayList(environment, filter, size);
  },
};

/** What the server says, past any cache, page by page. */
async function pagesOf(filter: object, size: Size): Promise<readonly Connection[]> {
  const pages: Connection[] = [];
  for (let asked: object | null = size; asked; ) {
    const { auditEvents } = await world.ask<{ auditEvents: Connection }>(EVENTS, { filter, ...asked });
    pages.push(auditEvents);
    asked = following(size, auditEvents.pageInfo);
  }
  return pages;
}

async function readWhole(list: List): Promise<void> {
  while (await list.more());
}

/** Caches add `__typename` to whatever they hold; cursors of two walks differ in their "now". */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (name, each) => (name === '__typename' || name === 'cursor' ? undefined : each)),
  );
}

/** Two events of a source, far from each other: its pages end early, most of them without an event. */
function twoOfSalt() {
  const ids = (world.salt.records as readonly { readonly id: number }[]).map(({ id }) => id).sort((a, b) => a - b);
  const one = (place: number) => ({ raw: [{ path: '/id', equals: ids.at(place) }] });
  return { sources: ['salt'], or: [one(20), one(-20)] };
}

describe.each(Object.entries(CLIENTS))('%s with its default settings', (_, start) => {
  test.each([
    ['forward', () => ({}), { first: 50 }],
    ['backward', () => ({}), { last: 50 }],
    ['forward over pages that end early', twoOfSalt, { first: 5 }],
    ['backward over pages that end early', twoOfSalt, { last: 5 }],
  ] as const)('shows every event as the server gave it, read %s', async (_way, filterOf, size) => {
    const filter = filterOf();
    const pages = await pagesOf(filter, size);
    const inOrder = 'first' in size ? pages : pages.toReversed();
    const list = (await start(`${world.url}/graphql`))(filter, size);
    await readWhole(list);
    expect(plain(list.edges())).toEqual(plain(inOrder.flatMap(({ edges }) => edges)));
    expect(list.coverage()).toMatchObject({ complete: true });
  });

  test('still says at the end what an early page was missing', async () => {
    const open = await start(`${world.url}/graphql`);
    const list = open({}, { first: 200 });
    world.salt.setFaults([{ kind: 'malformed' }]);
    await list.more();
    world.salt.setFaults([]);
    await readWhole(list);
    const coverage = list.coverage() as Connection['coverage'];
    const salt = coverage.sources.find(({ source }) => source.key === 'salt');
    expect(coverage.complete).toBe(false);
    expect(salt).toMatchObject({ status: 'PARTIAL', problem: { code: 'INVALID_RESPONSE' } });
    expect(salt?.missing).toHaveLength(1);
  });
});

test('the pages of this test are many, and some of them end early without an event', async () => {
  expect((await pagesOf({}, { first: 50 })).length).toBeGreaterThan(15);
  const sparse = await pagesOf(twoOfSalt(), { first: 5 });
  expect(sparse.some(({ edges, pageInfo }) => edges.length === 0 && pageInfo.hasNextPage)).toBe(true);
});
