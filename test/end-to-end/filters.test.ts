import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/domain/event.ts';
import { fromMillis } from '../../src/domain/instant.ts';
import { compileFilter } from '../../src/domain/matches.ts';
import { compare } from '../../src/domain/position.ts';
import type { FilterInput, StringFilterInput } from '../../src/federation/ask/filter-input.ts';
import { readFilter } from '../../src/federation/ask/read-filter.ts';
import { gatewayOf } from '../fakes/gateway-of.ts';
import { VENDORS, type World, world } from './worlds.ts';

const RUNS = 60;

/** Texts of an event by the filter that asks for them. */
const TEXTS: Readonly<Record<string, (event: AuditEvent) => string | null | undefined>> = {
  action: (event) => event.action,
  recordType: (event) => event.recordType,
  'actor.uid': (event) => event.actor?.uid,
  'actor.name': (event) => event.actor?.name,
  'target.type': (event) => event.target?.type,
  'target.uid': (event) => event.target?.uid,
  sessionId: (event) => event.sessionId,
  requestId: (event) => event.requestId,
};

/** A filter by its path, such as `actor.name`. */
function at(path: string, given: StringFilterInput): FilterInput {
  const [first = '', second] = path.split('.');
  return { [first]: second ? { [second]: given } : given };
}

const quoted = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Never half of a surrogate pair: the API refuses those. */
const part = (text: string, from: number, to?: number) => [...text].slice(from, to).join('');

/** What can be asked about a text that some event has: each of these often finds something, and never everything. */
const QUESTIONS: readonly ((text: string) => StringFilterInput)[] = [
  (text) => ({ eq: text }),
  (text) => ({ eq: text, ignoreCase: true }),
  (text) => ({ ne: text }),
  (text) => ({ in: [text, 'nobody'] }),
  (text) => ({ notIn: [text] }),
  (text) => ({ contains: part(text, 1, 5) }),
  (text) => ({ startsWith: part(text, 0, 3) }),
  (text) => ({ matches: `^${quoted(text)}$` }),
  (text) => ({ matches: `^${quoted(part(text, 0, 4))}.*` }),
  (text) => ({ matches: quoted(part(text, -3)) }),
  (text) => ({ notMatches: `${quoted(part(text, 0, 2))}.*` }),
  (text) => ({ exists: true, ne: text }),
];

/** Questions drawn from what the vendor holds, alone and joined. */
function aQuestion(events: readonly AuditEvent[]): fc.Arbitrary<FilterInput> {
  const event = fc.constantFrom(...events);
  const text = fc
    .tuple(event, fc.constantFrom(...Object.entries(TEXTS)), fc.constantFrom(...QUESTIONS))
    .map(([from, [path, read], ask]): FilterInput => at(path, ask(read(from) ?? 'nothing')));
  const other = event.chain((from) =>
    fc.constantFrom<FilterInput>(
      { outcome: [from.outcome] },
      { outcome: ['SUCCESS', 'FAILURE'] },
      { not: { outcome: [from.outcome] } },
      { operation: [from.operation] },
      { category: [from.category] },
      { recordTypeUnder: [from.recordType.split('.')[0] ?? ''] },
      { client: { ip: [from.client?.ip ?? '10.0.0.0/8'].filter((ip) => /^[\d.]+$/.test(ip)) } },
      { durationMs: { min: from.durationMs ?? 0 } },
      { durationMs: { max: from.durationMs ?? 0 } },
      { occurredAt: { from: from.occurredAt / 1_000 } },
      { occurredAt: { to: from.occurredAt / 1_000 } },
    ),
  );
  const leaf = fc.oneof({ weight: 2, arbitrary: text }, other);
  const some = fc.array(leaf, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    leaf,
    some.map((and) => ({ and })),
    some.map((or) => ({ or })),
    leaf.map((not) => ({ not })),
  );
}

describe.each(VENDORS)('%s', (kind) => {
  let vendor: World;
  beforeAll(async () => {
    vendor = await world(kind, { events: 400, seed: 3 });
  });
  afterAll(() => vendor.close());

  test('answers every question as testing everything it holds would', async () => {
    const gateway = gatewayOf([vendor.source], Date.now);
    const truth = vendor.truth();
    await fc.assert(
      fc.asyncProperty(
        aQuestion(truth),
        fc.constantFrom('ASC' as const, 'DESC' as const),
        async (filter, direction) => {
          const args = { filter, first: 20, sort: { field: 'OCCURRED_AT', direction } };
          const { edges, coverage } = await gateway.events(args, new AbortController().signal);
          const where = readFilter(filter, { now: fromMillis(Date.now()), sources: [vendor.source] });
          const expected = truth.filter(compileFilter(where)).toSorted((a, b) => compare(a, b, { direction }));
          expect(coverage.sources[0]?.problem).toBeNull();
          expect(edges.map((edge) => edge.event.id)).toEqual(expected.slice(0, 20).map((event) => event.id));
        },
      ),
      { numRuns: RUNS },
    );
  });
});
