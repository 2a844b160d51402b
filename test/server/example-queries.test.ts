import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_QUERIES } from '../../src/server/example-queries.ts';
import { fakeGateway } from '../fakes/fake-gateway.ts';
import { fakeEvent, fakeSource } from '../fakes/fake-sources.ts';
import { ask, faults } from '../schema/ask.ts';

describe('an example query', () => {
  it.each(EXAMPLE_QUERIES.map((query) => [/query (\w+)/.exec(query)?.[1], query]))(
    'can be run as it stands: %s',
    async (_name, query = '') => {
      const gateway = fakeGateway({ sources: [fakeSource('salt')], events: [fakeEvent('salt', 'one')] });
      const told = await ask(query, { gateway });
      expect(faults(told)).toEqual([]);
      expect(gateway.asked).toHaveLength(1);
    },
  );
});

it.each(EXAMPLE_QUERIES)('the README shows the same example: %#', (query) => {
  expect(readFileSync('README.md', 'utf8')).toContain(query.trim());
});
