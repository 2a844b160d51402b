import { request } from 'node:http';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GATEWAY } from '../../src/domain/event.ts';
import { fakeConfigStore } from '../fakes/fake-config-store.ts';
import { fakeGateway } from '../fakes/fake-gateway.ts';
import { fakeSource } from '../fakes/fake-sources.ts';
import { someEvent } from '../fakes/some-event.ts';
import { type TestServer, testServer } from './test-server.ts';

const config = fakeConfigStore();
const gateway = fakeGateway({ sources: [fakeSource('gateway')] });
let server: TestServer;
beforeAll(async () => {
  server = await testServer({ store: config.store, gateway });
});
afterAll(() => server.stop());

interface Told {
  readonly status: number;
  readonly code: unknown;
  readonly message: string;
  readonly data: unknown;
}

async function told(response: Response): Promise<Told> {
  const { errors, data } = (await response.json()) as {
    errors?: { message: string; extensions: { code: unknown } }[];
    data?: unknown;
  };
  const [first] = errors ?? [];
  return { status: response.status, code: first?.extensions.code, message: first?.message ?? '', data };
}

async function sent(body: string): Promise<Told> {
  const headers = { 'content-type': 'application/json' };
  return told(await fetch(`${server.url}/graphql`, { method: 'POST', headers, body }));
}

const ask = (query: string, variables: object = {}) => sent(JSON.stringify({ query, variables }));
const repeated = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');
const nested = (levels: number, open: string, close: string, inner = '') =>
  open.repeat(levels) + inner + close.repeat(levels);

const FILTERED = 'query ($f: AuditEventFilter) { auditEvents(filter: $f) { totalCount } }';
const RECORD = 'mutation ($i: RecordAuditEventsInput!) { recordAuditEvents(input: $i) { recorded } }';
const withFilter = (filter: string) => `{"query":${JSON.stringify(FILTERED)},"variables":{"f":${filter}}}`;

describe('what is too deep is refused before anything walks down it', () => {
  test.each<[string, () => Promise<Told>, string, string]>([
    [
      'not × 2,000',
      () => sent(withFilter(nested(2_000, '{"not":', '}', '{}'))),
      'BAD_USER_INPUT',
      'body: expected at most 110 levels of objects and lists, but got more',
    ] as never,
    ['and 800 deep', () => sent(withFilter(nested(800, '{"and":[', ']}'))), 'BAD_USER_INPUT', 'at most 110 levels'],
    [
      'equals, a million deep',
      () => sent(withFilter(`{"raw":[{"path":"","equals":${nested(1_000_000, '[', ']')}}]}`)),
      'BAD_USER_INPUT',
      'at most 110 levels',
    ],
    [
      'details',
      () =>
        ask(RECORD, { i: { events: [{ action: 'a', recordType: 'b', details: JSON.parse(nested(104, '[', ']')) }] } }),
      'BAD_USER_INPUT',
      'at most 102 levels',
    ],
    [
      'arguments in the text of a query',
      () => ask(`{ auditEvents(filter: ${nested(2_000, '{ not: ', '}')}) { totalCount } }`),
      'BAD_USER_INPUT',
      'query: expected arguments of at most 100 levels, but got more',
    ],
    [
      'selections',
      () => ask(nested(2_000, '{ a ', '}')),
      'QUERY_TOO_COMPLEX',
      'query: expected a depth of at most 200, but got more',
    ],
  ])('%s', async (_, send, code, message) => {
    const answer = await send();
    expect(answer).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(answer.status).toBeLessThan(500);
  });

  test('and what is deep, but not too deep, is answered', async () => {
    expect(await sent(withFilter(nested(90, '{"not":', '}', '{}')))).toMatchObject({ code: undefined });
    const details = JSON.parse(nested(95, '[', ']'));
    expect(await ask(RECORD, { i: { events: [{ action: 'a', recordType: 'b', details }] } })).toMatchObject({
      data: { recordAuditEvents: { recorded: 1 } },
    });
  });
});

describe('what is too wide is refused before it is coerced', () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));
  test.each<[string, () => Promise<Told>, string]>([
    [
      'or of 300,000',
      () => sent(withFilter(`{"or":[${'{},'.repeat(299_999)}{}]}`)),
      'body: expected at most 600000 values',
    ],
    [
      'a list of 33,000',
      () => ask(FILTERED, { f: { action: { in: numbers(33_000) } } }),
      'variables: expected lists of at most 10000 items',
    ],
    [
      'blocks',
      () => ask(FILTERED, { f: { client: { ip: numbers(100_000) } } }),
      'variables: expected lists of at most 10000 items',
    ],
    [
      'lists of lists',
      () => ask(FILTERED, { f: { or: [1, 2, 3, 4, 5].map(() => ({ sources: numbers(9_000) })) } }),
      'variables: expected at most 40000 values',
    ],
    [
      'texts',
      () => ask(FILTERED, { f: { message: { eq: 'x'.repeat(2_000_000) } } }),
      'variables: expected at most 1000000 characters',
    ],
    [
      'disabledTypes of 100,000',
      () =>
        ask('mutation ($t: [String!]) { auditConfig(input: { disabledTypes: $t }) { pruned } }', {
          t: numbers(100_000),
        }),
      'variables: expected lists of at most 10000 items',
    ],
    [
      'events',
      () => ask(RECORD, { i: { events: Array.from({ length: 100_000 }, () => ({ action: 'a', recordType: 'b' })) } }),
      'variables: expected lists of at most 10000 items',
    ],
    [
      'one event',
      () => ask(RECORD, { i: { events: [{ action: 'a', recordType: 'b', message: 'x'.repeat(600_000) }] } }),
      'input.events[0]: expected at most 200000 characters in all its texts',
    ],
  ])('%s', async (_, send, message) => {
    expect(await send()).toMatchObject({
      status: 200,
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining(message),
    });
  });

  test('and what is wide, but not too wide, is asked', async () => {
    expect(await ask(FILTERED, { f: { action: { in: numbers(10_000) } } })).toMatchObject({ code: undefined });
  });
});

describe('an operation is priced before anything is asked', () => {
  test.each<[string, string, string]>([
    [
      'the schema 150 times',
      `{ ${repeated(150, (index) => `a${index}: __schema { types { fields { args { name } } } }`)} }`,
      'a cost of at most 20000',
    ],
    [
      'a page 190 times',
      `{ ${repeated(190, (index) => `a${index}: auditEvents { nodes { id } }`)} }`,
      'a cost of at most 20000',
    ],
    [
      'one name many times',
      `{ ${repeated(101, () => 'a: auditEvents { totalCount }')} }`,
      'every name at most 100 times',
    ],
    [
      'one name many times in parts of one selection',
      `{ ${repeated(60, () => '... on Query { a: auditEvents { totalCount } } a: auditEvents { totalCount }')} }`,
      'every name at most 100 times',
    ],
    [
      'fragments that spread each other',
      `{ ...f0 } ${repeated(200, (index) => `fragment f${index} on Query { ...f${index + 1} ...f${index + 2} }`)} fragment f200 on Query { __typename } fragment f201 on Query { __typename }`,
      'at most 300 fragment spreads',
    ],
    ['a text of a million characters', `{ node(id: "${'x'.repeat(600_000)}") { id } }`, 'at most 500000 characters'],
  ])('%s', async (_, query, message) => {
    const before = gateway.asked.length;
    expect(await ask(query)).toMatchObject({
      ...{ code: 'QUERY_TOO_COMPLEX', message: expect.stringContaining(`query: expected ${message}`), data: undefined },
    });
    expect(gateway.asked).toHaveLength(before);
  });

  test('by the lists of its filter, in variables and defaults as well', async () => {
    const aliases = repeated(40, (index) => `a${index}: auditEvents(filter: $f, last: ${index}) { totalCount }`);
    const wide = { action: { notIn: Array.from({ length: 9_000 }, (_, index) => String(index)) } };
    expect(await ask(`query ($f: AuditEventFilter) { ${aliases} }`, { f: wide })).toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
    });
    expect(await ask(`query ($f: AuditEventFilter) { ${aliases} }`, { f: { action: { eq: 'a' } } })).toMatchObject({
      code: undefined,
    });
    const sized = repeated(
      30,
      (index) => `a${index}: auditEvents(first: $n, filter: { action: { eq: "${index}" } }) { nodes { raw } }`,
    );
    expect(await ask(`query ($n: Int = 1000) { ${sized} }`)).toMatchObject({ code: 'QUERY_TOO_COMPLEX' });
    expect(await ask(`query ($n: Int = 1000) { ${sized} }`, { n: 10 })).toMatchObject({ code: undefined });
  });

  test('and tools ask for the schema as ever', async () => {
    expect(await ask(getIntrospectionQuery())).toMatchObject({ code: undefined });
  });
});

describe('the same page by many aliases', () => {
  const aliases = (count: number, args = '') =>
    `{ ${repeated(count, (index) => `a${index}: auditEvents${args.replace('#', String(index + 1))} { nodes { id } }`)} }`;

  test('is read once, and answered right each time', async () => {
    const events = Array.from({ length: 60 }, (_, index) => someEvent({ source: GATEWAY, message: String(index) }));
    const one = fakeGateway({ sources: [fakeSource('gateway')], events });
    const own = await testServer({ gateway: one });
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query: aliases(100) });
    const { code, data } = await told(await fetch(`${own.url}/graphql`, { method: 'POST', headers, body }));
    expect(code).toBeUndefined();
    const pages = Object.values(data as Record<string, { nodes: unknown[] }>);
    expect(pages).toHaveLength(100);
    for (const { nodes } of pages) expect(nodes).toHaveLength(50);
    expect(one.asked).toHaveLength(1);
    await own.stop();
  });

  test('different ones are read a few at a time', async () => {
    let [running, most] = [0, 0];
    const one = fakeGateway({
      sources: [fakeSource('gateway')],
      delay: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise(setImmediate);
        running -= 1;
      },
    });
    const own = await testServer({ gateway: one });
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query: aliases(50, '(first: #)') });
    expect((await told(await fetch(`${own.url}/graphql`, { method: 'POST', headers, body }))).code).toBeUndefined();
    expect([one.asked.length, most]).toEqual([50, 4]);
    await own.stop();
  });

  test('are refused whole when they take longer than a request may', async () => {
    const one = fakeGateway({
      sources: [fakeSource('gateway')],
      delay: (signal) =>
        one.asked.length < 3
          ? Promise.resolve()
          : new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    const own = await testServer({ gateway: one }, { requestTimeoutMs: 100 });
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query: aliases(20, '(first: #)') });
    expect(await told(await fetch(`${own.url}/graphql`, { method: 'POST', headers, body }))).toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
      data: undefined,
    });
    await own.stop();
  });
});

test('an answer that is too long is refused whole', async () => {
  const raw = { text: 'x'.repeat(1_000_000) };
  const one = fakeGateway({
    sources: [fakeSource('gateway')],
    events: Array.from({ length: 70 }, () => someEvent({ source: GATEWAY, raw })),
  });
  const own = await testServer({ gateway: one });
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ query: '{ auditEvents(first: 70) { nodes { raw } } }' });
  expect(await told(await fetch(`${own.url}/graphql`, { method: 'POST', headers, body }))).toMatchObject({
    ...{
      code: 'QUERY_TOO_COMPLEX',
      message: expect.stringContaining('an answer of at most 67108864 characters'),
      data: undefined,
    },
  });
  await own.stop();
});

describe('what is no request is refused by its status', () => {
  test.each([
    ['variables=nope', 'variables: expected JSON, but got "nope"'],
    ['extensions=nope', 'extensions: expected JSON, but got "nope"'],
    ['variables=[1]', 'variables'],
  ])('GET ?%s', async (more, message) => {
    const answer = await told(await fetch(`${server.url}/graphql?query={__typename}&${more}`));
    expect(answer).toMatchObject({ status: 400, code: 'BAD_REQUEST', message: expect.stringContaining(message) });
  });

  test('and GET with sound ones is answered', async () => {
    const query = encodeURIComponent('query ($k: String!) { source(key: $k) { key } }');
    const variables = encodeURIComponent('{"k":"gateway"}');
    const answer = await told(await fetch(`${server.url}/graphql?query=${query}&variables=${variables}&extensions={}`));
    expect(answer).toMatchObject({ status: 200, data: { source: { key: 'gateway' } } });
  });
});

describe('numbers that are infinite', () => {
  test.each<[string, string, string]>([
    [
      'durationMs',
      '{ auditEvents(filter: { durationMs: { min: 1e400 } }) { totalCount } }',
      'filter.durationMs.min: expected a finite number, but got Infinity',
    ],
    [
      'equals',
      '{ auditEvents(filter: { raw: [{ path: "", equals: [1, -1e400] }] }) { totalCount } }',
      'filter.raw[0].equals[1]: expected a finite number, but got -Infinity',
    ],
    [
      'details',
      'mutation { recordAuditEvents(input: { events: [{ action: "a", recordType: "b", details: { n: 1e999 } }] }) { recorded } }',
      'input.events[0].details.n: expected a finite number',
    ],
  ])('%s', async (_, query, message) => {
    expect(await ask(query)).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringContaining(message) });
  });

  test.each(['{"durationMs":{"max":1e400}}', '{"raw":[{"path":"","equals":1e400}]}'])(
    'in the filter of an export: %s',
    async (filter) => {
      const response = await fetch(`${server.url}/export?filter=${encodeURIComponent(filter)}`);
      expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'BAD_USER_INPUT' } }]);
    },
  );

  test('in a variable', async () => {
    expect(await sent(withFilter('{"durationMs":{"min":1e400}}'))).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await sent(withFilter('{"raw":[{"path":"","equals":1e400}]}'))).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('numbers that JavaScript cannot hold', () => {
  const recorded = (details: string) =>
    sent(
      `{"query":${JSON.stringify(RECORD)},"variables":{"i":{"events":[{"action":"a","recordType":"b","details":${details}}]}}}`,
    );

  test.each(['9007199254740993', '[1,-1e400]', '{"a":0.12345678901234567890}'])(
    'in a variable: %s',
    async (details) => {
      expect(await recorded(details)).toMatchObject({
        code: 'BAD_USER_INPUT',
        message: expect.stringContaining('body: expected numbers that a double holds, others as texts, but got'),
      });
    },
  );

  test('in a literal, and in the filter of an export', async () => {
    const literal = await ask(
      '{ auditEvents(filter: { raw: { path: "", equals: 9007199254740993 } }) { totalCount } }',
    );
    expect(literal).toMatchObject({
      code: 'GRAPHQL_VALIDATION_FAILED',
      message: expect.stringContaining('9007199254740993'),
    });
    const filter = encodeURIComponent('{"raw":[{"path":"","equals":9007199254740993}]}');
    expect((await fetch(`${server.url}/export?filter=${filter}`)).status).toBe(400);
  });

  test.each(['9007199254740992', '0.1', '1e21', '0.10000000000000001', '"9007199254740993 1e400"'])(
    'but %s is taken',
    async (details) => {
      expect(await recorded(details)).toMatchObject({ code: undefined });
      expect(config.batches.at(-1)?.events[0]?.raw).toMatchObject({ details: JSON.parse(details) });
    },
  );

  test('a member by a variable that is not there is left out', async () => {
    await ask(
      'mutation ($x: JSON) { recordAuditEvents(input: { events: [{ action: "a", recordType: "b", details: { a: $x, b: [$x, 1] } }] }) { recorded } }',
    );
    expect(config.batches.at(-1)?.events[0]?.raw).toMatchObject({ details: { b: [null, 1] } });
  });
});

test.each(['@skip(if: $no)', '@include(if: $no)'])('%s at the root of a subscription is invalid', async (directive) => {
  const roots = [
    `auditEventAdded ${directive} { cursor }`,
    `... ${directive} { auditEventAdded { cursor } }`,
    `...f ${directive}`,
  ];
  for (const root of roots) {
    const more = root.startsWith('...f') ? 'fragment f on Subscription { auditEventAdded { cursor } }' : '';
    const answer = await ask(`subscription ($no: Boolean = false) { ${root} } ${more}`);
    expect(answer).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED', data: undefined });
    expect(answer.message).toContain('must not be used at the root of a subscription');
  }
});

test('a variable that is not there is as if left out, whatever has a default', async () => {
  const query = (outcome: string) =>
    `mutation ($o: Outcome, $m: String, $d: JSON) { recordAuditEvents(input: { events: [{ action: "a", recordType: "b", ${outcome} message: $m, details: $d }] }) { recorded } }`;
  await ask(query('outcome: $o,'));
  await ask(query('').replace('$o: Outcome, ', ''));
  await ask(query('outcome: $o,'), { o: 'FAILURE' });
  await ask(query('outcome: $o,').replace('Outcome', 'Outcome = UNKNOWN'));
  const [absent, left, given, defaulted] = config.batches.slice(-4).map(({ events }) => events[0]);
  expect(absent?.raw).toEqual({ action: 'a', recordType: 'b' });
  expect(absent?.id).toBe(left?.id);
  expect(given?.raw).toMatchObject({ outcome: 'FAILURE' });
  expect(defaulted?.raw).toMatchObject({ outcome: 'UNKNOWN' });
});

test('an error repeats no more than a part of what was asked', async () => {
  const pattern = '('.repeat(4_000);
  const { message } = await ask(FILTERED, { f: { message: { matches: `${pattern}` } } });
  expect(message.length).toBeLessThan(2_001);
});

describe('a Host of elsewhere is refused on every path', () => {
  const PATHS = [
    '/graphql',
    '/graphql?query={__typename}',
    '/export',
    '/health/live',
    '/health/ready',
    '/metrics',
    '/schema.graphql',
    '/',
    '/nowhere',
  ];

  function answered(path: string, host: string, accept = '*/*'): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const asked = request(`${server.url}${path}`, { headers: { host, accept } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      });
      asked.on('error', reject).end();
    });
  }

  test.each(PATHS)('%s', async (path) => {
    for (const host of [
      'evil.example',
      'evil.example:4000',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '[2001:db8::1]:4000',
      '10.0.0.1',
    ]) {
      const { status, text } = await answered(path, host);
      expect([host, status]).toEqual([host, 403]);
      expect(text).toContain('expected the Host of a loopback address');
    }
    expect((await answered('/graphql', 'evil.example', 'text/html')).status).toBe(403);
  });

  test.each([
    'localhost',
    'localhost:4000',
    'LOCALHOST.',
    'a.localhost.:80',
    '127.0.0.1',
    '127.1.2.3:4000',
    '[::1]',
    '[::1]:4000',
  ])('and one of this machine is answered: %s', async (host) => {
    for (const path of ['/health/live', '/schema.graphql']) expect((await answered(path, host)).status).toBe(200);
  });
});
