import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningGateway, startGateway } from '../../src/server/compose.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { LONGEST_DELAY_MS, leastLoopDelay } from './loop-delay.ts';

const RECORD = 'mutation ($i: RecordAuditEventsInput!) { recordAuditEvents(input: $i) { recorded folded } }';
const FILTERED = 'query ($f: AuditEventFilter) { auditEvents(filter: $f) { totalCount } }';
const DISABLE = 'mutation ($i: AuditConfigInput!) { auditConfig(input: $i) { auditConfig { disabledTypes } } }';
const FIELDS = `id occurredAt action operation outcome message recordType sessionId requestId durationMs count raw keptAsText
  actor { uid name type } target { type uid name } client { ip userAgent origin } changes { path op before after } source { key } endedAt category`;

const times = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => item(index));
const event = (index: number) => ({
  action: `order.update.${index}`,
  recordType: 'shop.order',
  message: `order ${index} was changed`,
  outcome: 'SUCCESS',
  actor: { uid: `${index}`, name: `Anna ${index}`, type: 'user' },
  target: { type: 'order', uid: `o-${index}` },
  client: { ip: `192.0.2.${index % 256}`, userAgent: 'shop/1.0' },
  sessionId: `s-${index}`,
  requestId: `r-${index}`,
  changes: [{ path: '/state', op: 'REPLACE', before: 'new', after: 'paid' }],
  details: { sum: index, currency: 'EUR' },
});
const halfAnEvent = (index: number) => {
  const { changes, details, client, ...rest } = event(index);
  return rest;
};
const plain = (index: number) => ({ action: `a${index}`, recordType: 'plain' });
/** JSON within a text, full of what has to be redacted. */
const secretJson = (characters: number) => {
  const one = `{"password":"${'p'.repeat(20)}","user":"anna"}`;
  return `[${times(Math.floor(characters / (one.length + 1)), () => one).join(',')}]`;
};
const aliases = (count: number, fields: string) =>
  `{ ${times(count, (index) => `a${index}: auditEvents(first: 5, filter: { recordTypeUnder: ["shop.x${index}"] }) { ${fields} }`).join(' ')} }`;

/** Pages of different sizes, so that no two ask the same. */
const aliasesOf = (count: number, blocks: readonly string[]) => ({
  query: `query ($b: [String!]) { ${times(count, (index) => `a${index}: auditEvents(first: ${index + 1}, filter: { client: { ip: $b } }) { totalCount }`).join(' ')} }`,
  variables: { b: blocks },
});

interface Asked {
  readonly query: string;
  readonly variables?: object;
}

const filtered = (f: object): Asked => ({ query: FILTERED, variables: { f } });
const recorded = (events: readonly object[]): Asked => ({ query: RECORD, variables: { i: { events } } });
const v4 = (index: number) => `10.${index >> 12}.${(index >> 4) & 255}.${(index & 15) * 16}/28`;
const v6 = (index: number) => `2001:db8:${(index >> 8).toString(16)}:${(index & 255).toString(16)}::/64`;

const ANSWERED: readonly (readonly [string, Asked])[] = [
  ['90 aliases of a page with 900 blocks', aliasesOf(90, times(900, v4))],
  ['190 aliases of a page', { query: aliases(190, 'nodes { id } coverage { complete }') }],
  ['2,000 blocks of addresses', filtered({ client: { ip: times(2_000, v4) } })],
  ['10,000 blocks of addresses', filtered({ client: { ip: times(10_000, v4) } })],
  ['10,000 blocks of v6', filtered({ client: { ip: times(10_000, v6) } })],
  ['a text of 1,000 words', filtered({ text: times(1_000, (index) => `word${index}`).join(' ') })],
  ['10,000 sessions', filtered({ sessionId: { in: times(10_000, (index) => `s-${index}`) } })],
  [
    '10,000 names, in small letters',
    filtered({ actor: { name: { in: times(10_000, (index) => `anna ${index}`), ignoreCase: true } } }),
  ],
  ['990 conditions', filtered({ or: times(990, (index) => ({ action: { contains: `a${index}` } })) })],
  [
    '990 conditions of 10 blocks each',
    filtered({ or: times(990, (index) => ({ client: { ip: times(10, (block) => v4(index * 10 + block)) } })) }),
  ],
  ['96 times not', filtered(times(96, () => 0).reduce<object>((inner) => ({ not: inner }), { action: { eq: 'a' } }))],
  ['and, 48 deep', filtered(times(48, () => 0).reduce<object>((inner) => ({ and: [inner] }), { action: { eq: 'a' } }))],
  [
    'or, 48 deep and twice as wide',
    filtered(times(9, () => 0).reduce<object>((inner) => ({ or: [inner, inner] }), { action: { eq: 'a' } })),
  ],
  ['an expression of 4,000 characters', filtered({ action: { matches: `(${'ab|'.repeat(1_000)}c)*d` } })],
  ['an expression that others backtrack in', filtered({ message: { matches: '(.*a){20}b' } })],
  ['an expression of many characters', filtered({ message: { matches: '[b-\\x{1fffe}]'.repeat(300) } })],
  [
    '1,000 disabled types',
    { query: DISABLE, variables: { i: { disabledTypes: times(1_000, (index) => `t${index}.x`) } } },
  ],
  ['10,000 events', recorded(times(10_000, plain))],
  ['10,000 events, again', recorded(times(10_000, plain))],
  ['4,000 events with all their fields', recorded(times(4_000, event))],
  ['10,000 events with half of their fields', recorded(times(10_000, halfAnEvent))],
  ['a list of 9,900 values', recorded([{ ...plain(0), details: times(9_900, (index) => index) }])],
  ['a text of 195,000 characters', recorded([{ ...plain(0), message: 'x'.repeat(195_000) }])],
  ['JSON in a text of 195,000 characters, full of secrets', recorded([{ ...plain(0), message: secretJson(195_000) }])],
  ['JSON in the text of details, full of secrets', recorded([{ ...plain(0), details: { body: secretJson(195_000) } }])],
  ['brackets in a text', recorded([{ ...plain(0), message: '['.repeat(190_000) }])],
  ['equal signs in a text', recorded([{ ...plain(0), message: 'password='.repeat(21_000) }])],
  ['addresses with passwords in a text', recorded([{ ...plain(0), message: 'https://a:b@c.example/ '.repeat(8_000) }])],
  ['20 of such texts', recorded(times(20, () => ({ ...plain(0), message: secretJson(190_000) })))],
  ['a page of 1,000 events with all their fields', { query: `{ auditEvents(first: 1000) { nodes { ${FIELDS} } } }` }],
  [
    'a page of 1,000 events and their edges',
    { query: `{ auditEvents(first: 1000) { edges { cursor node { ${FIELDS} } } } }` },
  ],
  [
    '50 descriptions of the schema',
    { query: `{ ${times(50, (index) => `a${index}: __schema { types { name fields { name } } }`).join(' ')} }` },
  ],
];

const REFUSED: readonly (readonly [string, Asked, string])[] = [
  [
    '90 aliases of a page with 900 blocks, of which one is none',
    aliasesOf(90, [...times(900, v4), 'none']),
    'BAD_USER_INPUT',
  ],
  ['100,000 blocks of addresses', filtered({ client: { ip: times(100_000, v4) } }), 'BAD_USER_INPUT'],
  ['a text of 10,000 words', filtered({ text: times(10_000, (index) => `word${index}`).join(' ') }), 'BAD_USER_INPUT'],
  ['a text of 500,000 words', filtered({ text: times(500_000, (index) => `w${index}`).join(' ') }), 'BAD_USER_INPUT'],
  [
    '100,000 disabled types',
    { query: DISABLE, variables: { i: { disabledTypes: times(100_000, (index) => `t${index}`) } } },
    'BAD_USER_INPUT',
  ],
  ['100,000 events', recorded(times(100_000, plain)), 'BAD_USER_INPUT'],
  ['or of 300,000', filtered({ or: times(300_000, () => ({})) }), 'BAD_USER_INPUT'],
  ['an expression of 200,000 characters', filtered({ action: { matches: 'a'.repeat(200_000) } }), 'BAD_USER_INPUT'],
  [
    'an expression with 1,000 times 1,000 steps',
    filtered({ action: { matches: '(a{1000}){1000}' } }),
    'BAD_USER_INPUT',
  ],
  [
    'an expression that is none, 600 times',
    filtered({ or: times(600, () => ({ action: { matches: '(' } })) }),
    'BAD_USER_INPUT',
  ],
  ['33,000 names', filtered({ actor: { name: { in: times(33_000, (index) => `n${index}`) } } }), 'BAD_USER_INPUT'],
  [
    '150 descriptions of the schema',
    { query: `{ ${times(150, (index) => `a${index}: __schema { types { name fields { name } } }`).join(' ')} }` },
    'QUERY_TOO_COMPLEX',
  ],
  ['150 fields of one name', { query: `{ ${'auditEvents { totalCount } '.repeat(150)} }` }, 'QUERY_TOO_COMPLEX'],
];

let folder: string;
let gateway: RunningGateway;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'audit-gateway-hostile-'));
  const text = `{ server: { port: 0 }, limits: { requestTimeoutMs: 300000 }, database: { url: "file:${folder}/data" } }`;
  const config = parseConfig(text, 'test', { environment: {}, adapters: ADAPTERS });
  gateway = await startGateway(config, pino({ level: 'silent' }));
  expect(await codesOf(await sent(recorded(times(1_000, event))))).toEqual([]);
});
afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

const sent = (asked: Asked): Promise<Response> =>
  fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  });

async function codesOf(response: Response): Promise<readonly unknown[]> {
  expect(response.status).toBeLessThan(500);
  const { errors = [] } = (await response.json()) as { errors?: { extensions: { code: unknown } }[] };
  return [...new Set(errors.map(({ extensions }) => extensions.code))];
}

/** The list of what once held up everybody for seconds. */
describe(`one request holds up the loop for ${LONGEST_DELAY_MS} ms at the most`, () => {
  test.each([
    ...ANSWERED.map(([what, asked]) => [what, asked, 'answered', []] as const),
    ...REFUSED.map(([what, asked, code]) => [what, asked, 'refused', [code]] as const),
  ])('%s', { timeout: 120_000 }, async (what, asked, _how, codes) => {
    const delay = await leastLoopDelay(async () => expect(await codesOf(await sent(asked)), what).toEqual(codes));
    expect(delay).toBeLessThanOrEqual(LONGEST_DELAY_MS);
  });
});
