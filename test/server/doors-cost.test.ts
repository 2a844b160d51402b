import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { GATEWAY } from '../../src/domain/event.ts';
import { fakeGateway } from '../fakes/fake-gateway.ts';
import { fakeSource } from '../fakes/fake-sources.ts';
import { someEvent } from '../fakes/some-event.ts';
import { repeated, told, useDoor } from './at-the-door.ts';
import { testServer } from './test-server.ts';

const { gateway, ask } = useDoor();

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
