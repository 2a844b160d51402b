import { afterAll, beforeAll } from 'vitest';
import { type FakeConfigStore, fakeConfigStore } from '../fakes/fake-config-store.ts';
import { type FakeGateway, fakeGateway } from '../fakes/fake-gateway.ts';
import { fakeSource } from '../fakes/fake-sources.ts';
import { type TestServer, testServer } from './test-server.ts';

export interface Told {
  readonly status: number;
  readonly code: unknown;
  readonly message: string;
  readonly data: unknown;
}

export async function told(response: Response): Promise<Told> {
  const { errors, data } = (await response.json()) as {
    errors?: { message: string; extensions: { code: unknown } }[];
    data?: unknown;
  };
  const [first] = errors ?? [];
  return { status: response.status, code: first?.extensions.code, message: first?.message ?? '', data };
}

export interface Door {
  readonly config: FakeConfigStore;
  readonly gateway: FakeGateway;
  url(): string;
  /** What is said to a body as it is. */
  sent(body: string): Promise<Told>;
  ask(query: string, variables?: object): Promise<Told>;
}

/** A server over fakes, for all tests of a file. */
export function useDoor(): Door {
  const config = fakeConfigStore();
  const gateway = fakeGateway({ sources: [fakeSource('gateway')] });
  let server: TestServer;
  beforeAll(async () => {
    server = await testServer({ store: config.store, gateway });
  });
  afterAll(() => server.stop());
  const sent = (body: string) => posted(server.url, body);
  return {
    config,
    gateway,
    url: () => server.url,
    sent,
    ask: (query, variables = {}) => sent(JSON.stringify({ query, variables })),
  };
}

async function posted(url: string, body: string): Promise<Told> {
  const headers = { 'content-type': 'application/json' };
  return told(await fetch(`${url}/graphql`, { method: 'POST', headers, body }));
}

export const repeated = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');
export const nested = (levels: number, open: string, close: string, inner = '') =>
  open.repeat(levels) + inner + close.repeat(levels);

export const FILTERED = 'query ($f: AuditEventFilter) { auditEvents(filter: $f) { totalCount } }';
export const RECORD = 'mutation ($i: RecordAuditEventsInput!) { recordAuditEvents(input: $i) { recorded } }';
export const withFilter = (filter: string) => `{"query":${JSON.stringify(FILTERED)},"variables":{"f":${filter}}}`;
