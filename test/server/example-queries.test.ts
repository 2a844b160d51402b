import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { asSource } from '../../simulators/as-source.ts';
import { type Kind, SIMULATORS } from '../../simulators/registry.ts';
import { startGateway } from '../../src/server/compose.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { EXAMPLE_QUERIES } from '../../src/server/example-queries.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
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

describe('in a world such as that of the demo', () => {
  it('the third example shows a change at a vendor, with its own fields', async () => {
    const kinds = Object.keys(SIMULATORS) as Kind[];
    const simulators = await Promise.all(kinds.map((kind) => SIMULATORS[kind].start({ events: 200 })));
    const sources = simulators.map(({ url }, index) => {
      const kind = kinds[index] as Kind;
      return { id: kind, ...asSource(kind, url, {}) };
    });
    const text = JSON.stringify({ server: { port: 0 }, sources });
    const config = parseConfig(text, 'demo.json', { environment: {}, adapters: ADAPTERS });
    const gateway = await startGateway(config, pino({ level: 'silent' }));
    try {
      const answer = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: EXAMPLE_QUERIES[2] }),
      });
      const { data, errors } = await answer.json();
      expect(errors).toBeUndefined();
      const [{ id, changes, raw, ...own }] = data.auditEvents.nodes;
      expect([changes.length > 0, raw !== null, Object.keys(own).length > 3]).toEqual([true, true, true]);
    } finally {
      await gateway.stop();
      await Promise.all(simulators.map((simulator) => simulator.close()));
    }
  });
});
