import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { FILTERED, RECORD, told, useDoor, withFilter } from './at-the-door.ts';

const { config, url, sent, ask } = useDoor();

describe('what is no request is refused by its status', () => {
  test.each([
    ['variables=nope', 'variables: expected JSON, but got "nope"'],
    ['extensions=nope', 'extensions: expected JSON, but got "nope"'],
    ['variables=[1]', 'variables'],
  ])('GET ?%s', async (more, message) => {
    const answer = await told(await fetch(`${url()}/graphql?query={__typename}&${more}`));
    expect(answer).toMatchObject({ status: 400, code: 'BAD_REQUEST', message: expect.stringContaining(message) });
  });

  test('and GET with sound ones is answered', async () => {
    const query = encodeURIComponent('query ($k: String!) { source(key: $k) { key } }');
    const variables = encodeURIComponent('{"k":"gateway"}');
    const answer = await told(await fetch(`${url()}/graphql?query=${query}&variables=${variables}&extensions={}`));
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
      const response = await fetch(`${url()}/export?filter=${encodeURIComponent(filter)}`);
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
    expect((await fetch(`${url()}/export?filter=${filter}`)).status).toBe(400);
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
      const asked = request(`${url()}${path}`, { headers: { host, accept } }, (response) => {
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
