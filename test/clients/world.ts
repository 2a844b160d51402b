import { pino } from 'pino';
import type { Simulator } from '../../simulators/kit/simulator.ts';
import { startRiverbed } from '../../simulators/riverbed/index.ts';
import { startSalt } from '../../simulators/salt/index.ts';
import { startGateway } from '../../src/server/compose.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { CREDENTIALS } from '../end-to-end/worlds.ts';

export interface ClientWorld {
  /** Of the gateway: `/graphql` is below it. */
  readonly url: string;
  readonly salt: Simulator<unknown>;
  ask<Data>(query: string, variables?: object): Promise<Data>;
  close(): Promise<void>;
}

/** People of one name and many, whose uid stands for somebody else in the next source or the next hour. */
const PEOPLE = ['Ann', 'Bob', 'Zoë', 'Иван', null];
const RECORDED = 400;

/**
 * A gateway over two live vendors and its own store. One of them reads so few records for a page that pages end early, also
 * without an event.
 */
export async function clientWorld(): Promise<ClientWorld> {
  const salt = await startSalt({ events: 300 });
  const riverbed = await startRiverbed({ events: 300 });
  const sources = [
    { id: 'salt', kind: 'salt', url: salt.url, ...CREDENTIALS.salt, maxScan: 40, pageSize: 20, timeoutMs: 5_000 },
    { id: 'riverbed', kind: 'riverbed', url: riverbed.url, ...CREDENTIALS.riverbed, timeoutMs: 5_000 },
  ];
  const file = JSON.stringify({ server: { port: 0 }, sources });
  const config = parseConfig(file, 'test', { environment: {}, adapters: ADAPTERS });
  const gateway = await startGateway(config, pino({ level: 'silent' }));
  const world: ClientWorld = {
    url: gateway.url,
    salt,
    ask: (query, variables = {}) => ask(`${gateway.url}/graphql`, query, variables),
    async close() {
      await gateway.stop();
      await Promise.all([salt.close(), riverbed.close()]);
    },
  };
  const now = Date.now();
  const events = Array.from({ length: RECORDED }, (_, n) => ({
    occurredAt: now - n * 3_600_000,
    action: 'update',
    recordType: 'shop.order',
    actor: { uid: `${n % 7}`, name: PEOPLE[n % PEOPLE.length], type: n % 2 ? 'user' : 'service' },
    target: { type: 'order', uid: `${n % 11}`, name: `order ${n}` },
    changes: [{ path: '/total', op: 'REPLACE', before: n, after: n + 1 }],
    details: { serial: n },
  }));
  await world.ask('mutation ($input: RecordAuditEventsInput!) { recordAuditEvents(input: $input) { recorded } }', {
    input: { events },
  });
  return world;
}

async function ask<Data>(url: string, query: string, variables: object): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { readonly data: Data; readonly errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
