import { describe, expect, test } from 'vitest';
import { FILTERED, nested, RECORD, type Told, useDoor, withFilter } from './at-the-door.ts';

const { sent, ask } = useDoor();

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
