import { beforeEach, describe, expect, test } from 'vitest';
import { EARLIEST, plus, SECOND } from '../../src/domain/instant.ts';
import { archiveMissing, archiveProblem } from '../../src/federation/page/archive-coverage.ts';
import type { Item } from '../../src/lanes/lane.ts';
import { type EventStore, StoreFailed } from '../../src/store/port/event-store.ts';
import { raw } from '../../src/store/sql/sql.ts';
import { pauseMs } from '../../src/sync/keep-syncing.ts';
import { stuckSources } from '../../src/sync/stuck-sources.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { databases, OPENED, useStore } from '../store/databases.ts';
import { storedEvents } from '../store/stored-events.ts';
import { copiedSource, KEY, old } from './copied-source.ts';

const SOME = [50, 40, 30, 20, 10].map((seconds) => old(seconds));
const RULES = { pollUs: 60 * SECOND, beginsAt: () => EARLIEST };

describe.each(databases)('what ends a sync on $name', (kind) => {
  const open = useStore(kind);
  beforeEach(() => open().empty());
  const told = async () => (await storedEvents(open().store)).filter(({ recordType }) => recordType === 'gateway.sync');

  test('is told, where nobody foresaw it: with its own words, without secrets, and what was read is kept', async () => {
    const source = await copiedSource(open().store, SOME);
    const lane = arrayLane({ key: KEY, events: source.events, pageSize: 1 });
    source.behave({
      lane: {
        ...lane,
        async *open(...args): AsyncGenerator<Item> {
          let given = 0;
          for await (const item of lane.open(...args)) {
            yield item;
            if (item.kind === 'event' && ++given === 3) throw new RangeError('too deep, password=hunter2');
          }
        },
      },
    });
    const failure = {
      code: 'INVALID_RESPONSE',
      message: expect.stringMatching(/RangeError: too deep, password=\[REDACTED\]/),
    };
    expect(await source.sync()).toEqual({ added: 3, failure: expect.objectContaining(failure), isHopeless: true });
    const state = await source.state();
    expect(state).toMatchObject({ running: false, storedEvents: 3, lastProblem: failure });
    expect(await told()).toMatchObject([{ action: 'sync', outcome: 'FAILURE', message: failure.message }]);
    expect(archiveProblem(state, RULES)).toMatchObject(failure);
    expect(archiveMissing(state, RULES, OPENED)).not.toEqual([]);
  });

  test.each([
    { what: 'the events', table: 'audit_event', recorded: 0 },
    { what: 'the rows of what is copied beside them', table: 'stored_source', recorded: 0 },
  ])('is told in words where the store refuses $what', async ({ table, recorded }) => {
    const { store, database } = open();
    const source = await copiedSource(store, SOME);
    await database.own.execute(
      raw(`
      CREATE OR REPLACE FUNCTION no_more() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE insufficient_privilege USING MESSAGE = 'permission denied for table ${table}'; END $$`),
    );
    await database.own.execute(
      raw(`CREATE TRIGGER no_more BEFORE INSERT ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION no_more()`),
    );
    try {
      const failure = {
        code: 'UPSTREAM_ERROR',
        // A server names the database and the role besides.
        message: expect.stringMatching(`refused: .*permission denied for table ${table} .*SQLSTATE 42501`),
      };
      expect(await source.sync()).toMatchObject({ added: 0, failure, isHopeless: true });
      expect(await source.state()).toMatchObject({ running: false, lastProblem: failure, covered: [] });
      expect(await told()).toHaveLength(recorded);
      const asked = await store.askForSync(KEY);
      await source.sync();
      expect(await store.syncAnswer(KEY, asked)).toMatchObject({ failure });
    } finally {
      await database.own.execute(raw(`DROP TRIGGER no_more ON ${table}`));
    }
    expect(await source.sync(1)).toMatchObject({ added: 5, failure: null, isHopeless: false });
    expect(await source.state()).toMatchObject({ lastProblem: null });
  });

  test('is thrown where the store is away, for it cannot be told', async () => {
    const source = await copiedSource(open().store, SOME);
    const away = new StoreFailed('UNREACHABLE', 'cannot be reached', new Error('connect ECONNREFUSED'));
    const gone: EventStore = { ...open().store, ingest: () => Promise.reject(away) };
    await expect(source.sync(0, gone)).rejects.toBe(away);
  });

  test('is no record that the database cannot hold: the others are stored, it is named, and its moment is missing', async () => {
    const source = await copiedSource(open().store, SOME);
    source.events.push(old(25, 'bad', { durationMs: 1, count: 2 ** 40 }));
    const problem = {
      code: 'INVALID_RESPONSE',
      message: expect.stringContaining('the record of 2024-02-29T23:59:35.000Z'),
    };
    expect(await source.sync()).toMatchObject({ added: 5, failure: null });
    const state = await source.state();
    expect(state).toMatchObject({ storedEvents: 5, lastProblem: problem });
    expect(archiveMissing(state, RULES, OPENED)).toEqual([
      { from: plus(OPENED, -25 * SECOND), until: plus(OPENED, -25 * SECOND + 1) },
    ]);
  });
});

test('the pauses between runs that end alike grow, and are bounded', () => {
  expect([0, 1, 2, 3, 4, 9, 10, 1_000].map(pauseMs)).toEqual([1, 1, 2, 4, 8, 256, 300, 300].map((s) => s * 1_000));
});

test('what the store could not be told is told by the process that knows it, until it is over', async () => {
  const stuck = stuckSources();
  const state = { covered: [], claims: [], keptFrom: null, storedEvents: 0, lastFailureAt: null, lastProblem: null };
  const states = new Map([[KEY, { ...state, source: KEY, lastSuccessAt: OPENED, running: false }]]);
  stuck.note(KEY, new Error('permission denied for table lease'));
  const told = stuck.over(states).get(KEY);
  expect(told).toMatchObject({ lastProblem: { code: 'INVALID_RESPONSE' }, lastFailureAt: OPENED });
  expect(told?.lastProblem?.message).toContain('permission denied for table lease');
  stuck.forget(KEY);
  expect(stuck.over(states)).toEqual(states);
});
