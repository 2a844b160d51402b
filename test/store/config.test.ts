import { beforeEach, describe, expect, test } from 'vitest';
import type { AuditSettings } from '../../src/domain/audit-settings.ts';
import { DAY, plus, SECOND } from '../../src/domain/instant.ts';
import { recordedEvent } from '../../src/domain/recorded-event.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { type ConfigChange, RevisionConflict } from '../../src/store/port/event-store.ts';
import { databases, OPENED, openTestStore, servers, useStore } from './databases.ts';
import { storedEvents } from './stored-events.ts';

const LATER = plus(OPENED, SECOND);

function change(patch: Partial<AuditSettings>, more: Partial<ConfigChange> = {}): ConfigChange {
  return { patch, expectedRevision: null, dryRun: false, now: LATER, by: 'ann', ...more };
}

const fresh = {
  enabled: true,
  periodDays: 0,
  records: 0,
  disabledTypes: [],
  revision: 1,
  updatedAt: OPENED,
  updatedBy: null,
};

/** Events of so many days ago. */
function aged(...days: number[]) {
  return days.map((each) =>
    recordedEvent({ action: 'a', recordType: 'r', occurredAt: plus(OPENED, -each * DAY) }, OPENED, BUILT_IN),
  );
}

describe.each(databases)('the configuration on $name', (kind) => {
  const open = useStore(kind);
  beforeEach(() => open().empty());

  test('of a fresh store keeps everything and is revision 1', async () => {
    expect(await open().store.config()).toEqual(fresh);
  });

  test('takes what is given and keeps the rest', async () => {
    const { store } = open();
    await store.changeConfig(change({ periodDays: 30 }));
    const { config } = await store.changeConfig(
      change({ disabledTypes: ['b', 'a'] }, { now: plus(LATER, 1), by: null }),
    );
    expect(config).toEqual({
      ...{ enabled: true, periodDays: 30, records: 0, disabledTypes: ['b', 'a'] },
      ...{ revision: 3, updatedAt: plus(LATER, 1), updatedBy: null },
    });
    expect(await store.config()).toEqual(config);
  });

  test('says what changed, a list as one', async () => {
    const patch = { enabled: false, periodDays: 1, records: 2, disabledTypes: ['a', 'b'] };
    const { changes } = await open().store.changeConfig(change(patch));
    expect(changes).toEqual([
      { path: '/system/enabled', op: 'REPLACE', before: true, after: false },
      { path: '/retention/period', op: 'REPLACE', before: 0, after: 1 },
      { path: '/retention/records', op: 'REPLACE', before: 0, after: 2 },
      { path: '/disabledTypes', op: 'REPLACE', before: [], after: ['a', 'b'] },
    ]);
  });

  test('records each change as an event of its own, even while auditing is off', async () => {
    const { store } = open();
    await store.changeConfig(change({ enabled: false, disabledTypes: ['gateway'] }));
    await store.changeConfig(change({ disabledTypes: [] }));
    await store.changeConfig(change({ disabledTypes: ['gateway'] }));
    const events = await storedEvents(store);
    expect(events).toHaveLength(3);
    expect(events.find(({ raw }) => JSON.stringify(raw).includes('"revision":2'))).toMatchObject({
      ...{ source: 'gateway', recordType: 'gateway.config', action: 'update', operation: 'UPDATE' },
      ...{ category: 'CONFIGURATION', outcome: 'SUCCESS', occurredAt: LATER, recordedAt: LATER, count: 1 },
      actor: { uid: null, name: 'ann', type: null },
      changes: [
        { path: '/system/enabled', op: 'REPLACE', before: true, after: false },
        { path: '/disabledTypes', op: 'REPLACE', before: [], after: ['gateway'] },
      ],
    });
  });

  test.each<{ patch: Partial<AuditSettings> }>([
    { patch: {} },
    { patch: { enabled: true, records: 0, disabledTypes: [] } },
  ])('a call that changes nothing ($patch) keeps the revision and is no event', async ({ patch }) => {
    const { store } = open();
    expect(await store.changeConfig(change(patch))).toEqual({ config: fresh, changes: [], pruned: 0 });
    expect(await store.config()).toEqual(fresh);
    expect(await store.stored()).toBe(0);
  });

  test('another revision than the expected one is a conflict that changes nothing', async () => {
    const { store } = open();
    await store.changeConfig(change({ records: 5 }, { expectedRevision: 1 }));
    const late = store.changeConfig(change({ records: 7 }, { expectedRevision: 1 }));
    await expect(late).rejects.toThrow(RevisionConflict);
    await expect(late).rejects.toThrow('expectedRevision: expected the stored revision to be 1, but it is 2');
    expect(await store.config()).toMatchObject({ records: 5, revision: 2 });
  });

  test.each<{ patch: Partial<AuditSettings>; argument: string; found: string }>([
    { patch: { periodDays: -1 }, argument: 'input.retention.period', found: '-1' },
    { patch: { periodDays: 1.5 }, argument: 'input.retention.period', found: '1.5' },
    { patch: { records: -1 }, argument: 'input.retention.records', found: '-1' },
    { patch: { records: 2 ** 31 }, argument: 'input.retention.records', found: '2147483648' },
    { patch: { disabledTypes: ['a', ''] }, argument: 'input.disabledTypes[1]', found: '""' },
    { patch: { disabledTypes: [' '] }, argument: 'input.disabledTypes[0]', found: '" "' },
    { patch: { disabledTypes: ['a', 'b', 'a'] }, argument: 'input.disabledTypes[2]', found: '"a"' },
    { patch: { disabledTypes: ['a\0'] }, argument: 'input.disabledTypes[0]', found: '"a\\u0000"' },
    { patch: { disabledTypes: ['\ud800'] }, argument: 'input.disabledTypes[0]', found: '"\\ud800"' },
  ])('$patch is refused at $argument, a dry run or not', async ({ patch, argument, found }) => {
    const { store } = open();
    for (const dryRun of [true, false]) {
      const refused = store.changeConfig(change({ enabled: false, ...patch }, { dryRun }));
      await expect(refused).rejects.toMatchObject({ code: 'BAD_USER_INPUT', argument });
      await expect(refused).rejects.toThrow(`, but got ${found}`);
    }
    expect(await store.config()).toEqual(fresh);
  });

  test('more than a thousand disabled types are refused', async () => {
    const types = (count: number) => ({ disabledTypes: Array.from({ length: count }, (_, n) => `t${n}`) });
    const { store } = open();
    await expect(store.changeConfig(change(types(1_001)))).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: 'input.disabledTypes',
    });
    await store.changeConfig(change(types(1_000)));
    expect((await store.config()).disabledTypes).toHaveLength(1_000);
  });

  test.each([
    { patch: { periodDays: 10 } },
    { patch: { records: 4 } },
    { patch: { records: 1 } },
    { patch: { periodDays: 20, records: 2 } },
    { patch: { records: 100, periodDays: 400 } },
  ])('a dry run of $patch tells just what the change then removes', async ({ patch }) => {
    const { store } = open();
    await store.record({ events: aged(-1, 0, 1, 10, 10.5, 30), idempotencyKey: null, now: OPENED });
    const dry = await store.changeConfig(change(patch, { dryRun: true }));
    expect(dry.config).toEqual(fresh);
    expect(await store.config()).toEqual(fresh);
    expect(await store.stored()).toBe(6);
    const real = await store.changeConfig(change(patch));
    expect(real.pruned).toBe(dry.pruned);
    expect(real.changes).toEqual(dry.changes);
    expect(await store.stored()).toBe(7 - real.pruned);
  });

  test('what is older than the period goes, counted from when it occurred', async () => {
    const { store } = open();
    await store.record({ events: aged(0, 1, 2), idempotencyKey: null, now: OPENED });
    const { pruned } = await store.changeConfig(change({ periodDays: 1 }, { now: OPENED }));
    expect(pruned).toBe(1);
    expect((await storedEvents(store)).map(({ occurredAt }) => (OPENED - occurredAt) / DAY)).toEqual([0, 0, 1]);
  });

  test('the newest stay, the event of the change among them', async () => {
    const { store } = open();
    await store.record({ events: aged(0, 1, 2), idempotencyKey: null, now: OPENED });
    const { pruned } = await store.changeConfig(change({ records: 2 }));
    expect(pruned).toBe(2);
    expect((await storedEvents(store)).map(({ recordType }) => recordType)).toEqual(['gateway.config', 'r']);
  });

  test('pruning removes what has become too old or too much since', async () => {
    const { store } = open();
    await store.changeConfig(change({ periodDays: 10, records: 3 }, { now: plus(OPENED, -30 * DAY) }));
    await store.record({ events: aged(0, 1, 2, 3, 9), idempotencyKey: null, now: OPENED });
    expect(await store.prune(OPENED)).toEqual({ removed: 3 });
    expect(await store.prune(OPENED)).toEqual({ removed: 0 });
    expect(await store.prune(plus(OPENED, 10 * DAY))).toEqual({ removed: 2 });
    expect((await storedEvents(store)).map(({ occurredAt }) => (OPENED - occurredAt) / DAY)).toEqual([0]);
  });

  test('pruning forgets idempotency keys after a day, not before', async () => {
    const { store } = open();
    const once = { events: aged(1), idempotencyKey: 'key', now: OPENED };
    await store.record(once);
    await store.prune(plus(OPENED, DAY));
    expect(await store.record(once)).toEqual({ recorded: 1, folded: 0, skipped: 0 });
    await store.prune(plus(OPENED, DAY + 1));
    expect(await store.record(once)).toEqual({ recorded: 0, folded: 1, skipped: 0 });
  });

  test('changes at the same time follow one another', async () => {
    const { store } = open();
    await Promise.all([1, 2, 3, 4, 5].map((records) => store.changeConfig(change({ records: records + 100 }))));
    expect((await store.config()).revision).toBe(6);
    const befores = (await storedEvents(store)).map(({ changes }) => changes[0]?.before);
    expect(new Set(befores).size).toBe(5);
  });
});

describe.each(servers)('two gateways on $name', (kind) => {
  test('of two that expect the same revision one is told of the other', async () => {
    const first = await openTestStore(kind);
    const second = await openTestStore({
      ...kind,
      create: async () => ({ options: first.options, drop: async () => undefined }),
    });
    try {
      const results = await Promise.allSettled(
        [first, second].map(({ store }, index) =>
          store.changeConfig(change({ records: 10 + index }, { expectedRevision: 1 })),
        ),
      );
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'CONFLICT' } });
      expect((await first.store.config()).revision).toBe(2);
    } finally {
      await second.close();
      await first.close();
    }
  });
});
