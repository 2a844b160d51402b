import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { fakeGateway } from '../fakes/fake-gateway.ts';
import { fakeSource } from '../fakes/fake-sources.ts';
import { ask, faults } from './ask.ts';

const nested = (levels: number) =>
  `{ auditEvents { coverage { sources { problem { vendor { ${'cause { '.repeat(levels)}code${' }'.repeat(levels)} } } } } } }`;
const aliases = (count: number, field: string) =>
  `{ ${Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ')} }`;

describe('a query may be', () => {
  it.each([
    [6, []],
    [7, [['QUERY_TOO_COMPLEX', '', 'query: expected a depth of at most 12, but got 13']]],
  ])('12 levels deep: %i causes', async (levels, expected) => {
    expect(faults(await ask(nested(levels)))).toEqual(expected);
  });

  it('an introspection, as tools send it', async () => {
    expect(faults(await ask(getIntrospectionQuery()))).toEqual([]);
  });

  it('many questions, but not any number: it is refused whole, and nothing is asked', async () => {
    const gateway = fakeGateway({ sources: [fakeSource('gateway')] });
    expect(faults(await ask(aliases(100, 'auditEvents { totalCount }'), { gateway }))).toEqual([]);
    expect(gateway.asked).toHaveLength(1);
    const told = await ask(aliases(201, 'auditEvents { totalCount }'), { gateway });
    expect(faults(told)).toEqual([['QUERY_TOO_COMPLEX', '', 'query: expected a cost of at most 20000, but got 20100']]);
    expect(told.data).toBeUndefined();
    expect(gateway.asked).toHaveLength(1);
  });

  it('costly by the size of its pages', async () => {
    const gateway = fakeGateway({ sources: [fakeSource('gateway')] });
    const field = (first: number) => `auditEvents(first: ${first}) { nodes { id action recordType message raw } }`;
    expect(faults(await ask(aliases(10, field(50)), { gateway }))).toEqual([]);
    expect(faults(await ask(aliases(40, field(1000)), { gateway })).map(([code]) => code)).toEqual([
      'QUERY_TOO_COMPLEX',
    ]);
  });

  it.each([-1, 2_000_000_000])('wrong in its page size, which is for the gateway to say: first: %i', async (first) => {
    const gateway = fakeGateway({ sources: [fakeSource('gateway')] });
    const query = 'query ($first: Int) { auditEvents(first: $first) { nodes { id action } } }';
    expect(faults(await ask(query, { gateway }, { first }))).toEqual([]);
    expect(gateway.asked).toMatchObject([{ first }]);
  });

  it('as costly as the configuration says', async () => {
    const limits = { maxPageSize: 10, maxDepth: 3, maxCost: 50 };
    expect(faults(await ask('{ sources { key } }', { limits }))).toEqual([]);
    expect(faults(await ask('{ auditEvents { totalCount } }', { limits })).map(([code]) => code)).toEqual([
      'QUERY_TOO_COMPLEX',
    ]);
    expect(faults(await ask('{ sources { capabilities { filters } } }', { limits }))).toEqual([]);
  });

  it('long, but not endless', async () => {
    const [[code, , message] = []] = faults(await ask(aliases(5000, '__typename')));
    expect(code).toBe('GRAPHQL_PARSE_FAILED');
    expect(message).toContain('10000 tokens');
  });
});
