import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../../src/server/compose.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';

let gateway: RunningGateway;

beforeAll(async () => {
  const config = parseConfig('server: { port: 0 }', 'test', { environment: {}, adapters: ADAPTERS });
  gateway = await startGateway(config, pino({ level: 'silent' }));
});
afterAll(() => gateway.stop());

async function ask(query: string, variables: object = {}): Promise<{ readonly text: string; readonly data: unknown }> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return { text, data: JSON.parse(text).data };
}

const RECORD = 'mutation ($i: RecordAuditEventsInput!) { recordAuditEvents(input: $i) { recorded folded skipped } }';
const FIND =
  'query ($message: String!) { auditEvents(filter: { message: { eq: $message } }) { nodes { outcome raw } } }';

describe('the raw record of an event of one’s own', () => {
  const event = { action: 'pay', recordType: 'test.order', details: { order: 7 } };
  const written = 'action: "pay", recordType: "test.order", details: { order: 7 }';

  test.each<[string, () => Promise<unknown>, { readonly message: string } & Readonly<Record<string, unknown>>]>([
    [
      'given in variables',
      () => ask(RECORD, { i: { events: [{ ...event, message: 'a' }] } }),
      { ...event, message: 'a' },
    ],
    [
      'given as one, not as a list',
      () => ask(RECORD, { i: { events: { ...event, message: 'b' } } }),
      { ...event, message: 'b' },
    ],
    [
      'written into the query',
      () => ask(`mutation { recordAuditEvents(input: { events: [{ ${written}, message: "c" }] }) { recorded } }`),
      { ...event, message: 'c' },
    ],
    [
      'with an outcome of its own',
      () => ask(RECORD, { i: { events: [{ ...event, message: 'd', outcome: 'SUCCESS' }] } }),
      { ...event, message: 'd', outcome: 'SUCCESS' },
    ],
  ])('%s is the input as given', async (_, record, raw) => {
    await record();
    expect((await ask(FIND, { message: raw.message })).data).toEqual({
      auditEvents: { nodes: [{ outcome: 'SUCCESS', raw }] },
    });
  });
});

test('an answer has its members in the order of the question', async () => {
  const { text } = await ask(
    '{ z: auditEvents { totalCount pageInfo { hasNextPage } nodes { id } } a: __typename auditConfig { revision } sources { sync { lagMs } auditConfig { disabledTypes } key } }',
  );
  const names = [...text.matchAll(/"(z|totalCount|pageInfo|nodes|a|auditConfig|sources|sync|key)":/g)].map(
    (match) => match[1],
  );
  expect(names).toEqual([
    'z',
    'totalCount',
    'pageInfo',
    'nodes',
    'a',
    'auditConfig',
    'sources',
    'sync',
    'auditConfig',
    'key',
  ]);
});
