import { describe, expect, it } from 'vitest';
import { ANYONE } from '../../src/domain/viewer.ts';
import { fakeConfigStore } from '../fakes/fake-config-store.ts';
import { fakeGateway } from '../fakes/fake-gateway.ts';
import { fakeSource } from '../fakes/fake-sources.ts';
import { ask, faults } from './ask.ts';

const FROM = 'query ($t: TimePoint) { auditEvents(filter: { occurredAt: { from: $t } }) { totalCountRelation } }';
const FILTER = 'query ($f: AuditEventFilter) { auditEvents(filter: $f) { totalCountRelation } }';

describe('a TimePoint', () => {
  it.each([0, 1767225600000, -1.5, '1767225600000', '2026-01-31', '2026-01-31 09:30', 'now', 'now-1d/d'])(
    'reaches the gateway as it was given: %j',
    async (time) => {
      const gateway = fakeGateway({ sources: [fakeSource('gateway')] });
      const told = await ask(FROM, { gateway }, { t: time });
      expect(faults(told)).toEqual([]);
      expect(gateway.asked[0]?.filter?.occurredAt?.from).toBe(time);
    },
  );

  it.each([['yesterday'], [''], ['now-1x'], ['2026-02-30'], [true], [{}], [['now']]])(
    'is refused: %j',
    async (time) => {
      const gateway = fakeGateway({ sources: [fakeSource('gateway')] });
      const [[code, , message] = []] = faults(await ask(FROM, { gateway }, { t: time }));
      expect(code).toBe('BAD_USER_INPUT');
      expect(message).toBe(
        `Variable "$t" got invalid value ${quoted(time)}; TimePoint: expected epoch milliseconds, RFC 3339, or a time relative to now such as \`now-1d/d\`, but got ${JSON.stringify(time)}`,
      );
      expect(gateway.asked).toEqual([]);
    },
  );

  /** As GraphQL shows a value. */
  function quoted(value: unknown): string {
    return Array.isArray(value) ? '["now"]' : JSON.stringify(value);
  }

  it.each(['1767225600000', '-1.5', '"now-1w"'])('may stand in the query itself: %s', async (literal) => {
    const gateway = fakeGateway({ sources: [fakeSource('gateway')] });
    await ask(`{ auditEvents(filter: { occurredAt: { to: ${literal} } }) { totalCountRelation } }`, { gateway });
    expect(gateway.asked[0]?.filter?.occurredAt?.to).toBe(JSON.parse(literal));
  });

  it('is placed against one now when it is recorded', async () => {
    const { store, batches } = fakeConfigStore();
    const events = [
      { action: 'a', recordType: 'app', occurredAt: 'now-1h' },
      { action: 'b', recordType: 'app' },
    ];
    await ask(
      'mutation ($i: RecordAuditEventsInput!) { recordAuditEvents(input: $i) { recorded } }',
      { store },
      { i: { events } },
    );
    const hour = 3_600_000_000;
    const [first, second] = batches[0]?.events ?? [];
    expect(first?.occurredAt).toBe((batches[0]?.now ?? 0) - hour);
    expect(second?.occurredAt).toBe(batches[0]?.now);
    expect(first?.raw).toMatchObject({ occurredAt: 'now-1h' });
  });
});

describe('a text that no database takes', () => {
  it.each([
    ['U+0000 in a test', { action: { eq: 'a\u0000' } }, 'filter.action.eq', '"a\\u0000"'],
    ['half a pair in a list', { actor: { name: { in: ['ok', '\ud800'] } } }, 'filter.actor.name.in[1]', '"\\ud800"'],
    ['deep in a tree', { not: { or: [{ text: '\udc00x' }] } }, 'filter.not.or[0].text', '"\\udc00x"'],
    ['in a JSON value', { raw: [{ path: '/a', equals: { b: ['\u0000'] } }] }, 'filter.raw[0].equals.b[0]', '"\\u0000"'],
    ['in a member name', { raw: [{ path: '/a', equals: { 'b\u0000': 1 } }] }, 'filter.raw[0].equals', '"b\\u0000"'],
  ])('is refused: %s', async (_where, filter, path, found) => {
    const gateway = fakeGateway({ sources: [fakeSource('gateway')] });
    const message = `${path}: expected a text without U+0000 and lone surrogates, but got ${found}`;
    expect(faults(await ask(FILTER, { gateway }, { f: filter }))).toEqual([['BAD_USER_INPUT', 'auditEvents', message]]);
    expect(gateway.asked).toEqual([]);
  });

  it.each([
    ['{ source(key: "a\\u0000") { key } }', 'key'],
    ['{ node(id: "a\\u0000") { id } }', 'id'],
    ['{ auditEvents(after: "\\u0000") { totalCountRelation } }', 'after'],
    [
      'mutation { recordAuditEvents(input: { events: [{ action: "\\u0000", recordType: "a" }] }) { recorded } }',
      'input.events[0].action',
    ],
  ])('is refused everywhere: %s', async (query, path) => {
    const [[code, , message] = []] = faults(await ask(query));
    expect([code, message?.split(':')[0]]).toEqual(['BAD_USER_INPUT', path]);
  });

  it('is not one with whole pairs', async () => {
    expect(faults(await ask(FILTER, {}, { f: { action: { eq: '\u{1F600}' } } }))).toEqual([]);
  });
});

describe('arguments', () => {
  it('are handed to the gateway as they were given, defaults apart', async () => {
    const gateway = fakeGateway({ sources: [fakeSource('gateway')] });
    await ask(
      '{ auditEvents(first: 3, filter: { sourceKinds: [SALT], action: { eq: "a" } }, sort: {}) { totalCountRelation } }',
      { gateway },
    );
    await ask('{ auditEvents { totalCountRelation } }', { gateway });
    expect(gateway.asked.map((args) => JSON.parse(JSON.stringify(args)))).toEqual([
      {
        first: 3,
        filter: { sourceKinds: ['salt'], action: { eq: 'a', ignoreCase: false } },
        sort: { field: 'OCCURRED_AT', direction: 'DESC' },
        onSourceFailure: 'PARTIAL',
      },
      { onSourceFailure: 'PARTIAL' },
    ]);
  });

  it('ask for a total only when it is selected', async () => {
    const gateway = fakeGateway({ sources: [fakeSource('gateway')] });
    await ask('{ auditEvents { nodes { id } coverage { complete } pageInfo { hasNextPage } } }', { gateway });
    expect(gateway.totals).toEqual([]);
    await ask('{ auditEvents { totalCount } }', { gateway });
    expect(gateway.totals).toHaveLength(1);
  });

  it.each([
    ['{ system: { enabled: false } }', { enabled: false }],
    ['{ retention: { period: 0 } }', { periodDays: 0 }],
    ['{ retention: { records: 5, period: null }, system: null, disabledTypes: null }', { records: 5 }],
    ['{ disabledTypes: [] }', { disabledTypes: [] }],
    ['{}', {}],
  ])('of auditConfig change what is given and keep what is left out: %s', async (input, patch) => {
    const { store, changes } = fakeConfigStore();
    await ask(`mutation { auditConfig(input: ${input}) { pruned } }`, {
      store,
      viewer: { ...ANYONE, name: 'somebody' },
    });
    expect(changes).toMatchObject([{ patch, dryRun: false, expectedRevision: null, by: 'somebody' }]);
    expect(changes[0]?.patch).toEqual(patch);
  });

  it('of auditConfig may ask for a dry run of a known revision', async () => {
    const { store, changes } = fakeConfigStore();
    await ask('mutation { auditConfig(input: { dryRun: true, expectedRevision: 7 }) { pruned } }', { store });
    expect(changes).toMatchObject([{ dryRun: true, expectedRevision: 7 }]);
  });
});
