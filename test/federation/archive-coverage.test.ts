import { describe, expect, test } from 'vitest';
import type { SourceKey } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { EARLIEST, type Instant, instant, LATEST, SECOND } from '../../src/domain/instant.ts';
import type { TimeWindow } from '../../src/domain/position.ts';
import type { EventsArguments } from '../../src/federation/ask/asked-page.ts';
import { UpstreamFailed } from '../../src/federation/gateway.ts';
import { archiveMissing, archiveProblem } from '../../src/federation/page/archive-coverage.ts';
import { problem } from '../../src/lanes/source-error.ts';
import { neverSynced, type SyncState } from '../../src/lanes/sync-state.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { anyones, connected, NOON } from '../fakes/gateway-of.ts';
import { someEvent } from '../fakes/some-event.ts';

const KEY = 'a' as SourceKey;
const at = (second: number): Instant => instant(NOON * 1_000 + second * SECOND);
const windows = (...pairs: readonly [number, number][]): readonly TimeWindow[] =>
  pairs.map(([from, until]) => ({ from: Number.isFinite(from) ? at(from) : EARLIEST, until: at(until) }));
const inSeconds = (missing: readonly TimeWindow[]) =>
  missing.map(({ from, until }) => [
    from === EARLIEST ? null : (from - at(0)) / SECOND,
    until === LATEST ? null : (until - at(0)) / SECOND,
  ]);

const rules = { pollUs: 60 * SECOND, beginsAt: () => EARLIEST };
const synced: SyncState = { ...neverSynced(KEY), covered: windows([-Infinity, -10]), lastSuccessAt: at(-10) };

describe('what an archive does not hold', () => {
  test.each<[string, Partial<SyncState>, ReturnType<typeof inSeconds>]>([
    ['nothing, while its syncs are young', {}, []],
    ['all since its last one, when that is two polls old', { lastSuccessAt: at(-120) }, [[-10, null]]],
    ['the same, when one has failed since', { lastFailureAt: at(-5) }, [[-10, null]]],
    ['nothing, when one has failed before', { lastFailureAt: at(-20) }, []],
    ['what a backfill has not reached', { covered: windows([-500, -10]) }, [[null, -500]]],
    ['what was withheld', { covered: windows([-Infinity, -90], [-80, -10]) }, [[-90, -80]]],
    ['everything, before the first sync', neverSynced(KEY), [[null, null]]],
    ['not what retention removed', { covered: windows([-500, -10]), keptFrom: at(-500) }, []],
  ])('is %s', (_what, state, missing) => {
    expect(inSeconds(archiveMissing({ ...synced, ...state }, rules, at(0)))).toEqual(missing);
  });

  test('is not what lies before its beginning', () => {
    const begun = { ...rules, beginsAt: () => at(-500) };
    expect(archiveMissing({ ...synced, covered: windows([-500, -10]) }, begun, at(0))).toEqual([]);
  });

  test('is missing for what its sync failed of, else because the sync has not got there', () => {
    const failed = problem('FORBIDDEN', 'no');
    expect(archiveProblem({ ...synced, lastProblem: failed }, rules)).toBe(failed);
    expect(archiveProblem(synced, rules)).toMatchObject({ code: 'TIMEOUT', retryable: true });
    expect(archiveProblem(neverSynced(KEY), rules).message).toContain('it holds nothing yet');
  });
});

describe('a page of an archive', () => {
  const seconds = [-1, -20, -40, -60];
  const events = seconds.map((second) =>
    someEvent({ source: KEY, occurredAt: at(second), id: eventId(KEY, `${second}`), action: `${second}` }),
  );
  const gateway = (state: Partial<SyncState>, stored = events) => {
    const store = { ...arrayLane({ key: KEY, events: stored }), essential: true };
    return anyones({
      sources: [connected(store, { mode: 'archive', archive: rules })],
      syncStates: async () => new Map([[KEY, { ...synced, ...state }]]),
      stored: async (places) => places.map(({ id }) => stored.find((event) => event.id === id) ?? null),
    });
  };
  const signal = new AbortController().signal;
  const report = async (state: Partial<SyncState>, args: EventsArguments) => {
    const answer = await gateway(state).events(args, signal);
    const [source] = answer.coverage.sources;
    return {
      complete: answer.coverage.complete,
      ...source,
      missing: inSeconds(source?.missing ?? []),
      total: await answer.total(),
    };
  };

  test('is whole as of its last sync', async () => {
    expect(await report({}, { first: 2 })).toMatchObject({
      ...{ complete: true, status: 'OK', asOf: at(-10), problem: null, missing: [] },
      total: { count: 4, relation: 'EXACT' },
    });
  });

  test('misses only what lies inside of it, and its total may be more', async () => {
    const backfilling = { covered: windows([-50, -10]) };
    expect(await report(backfilling, { first: 2 })).toMatchObject({
      status: 'OK',
      missing: [],
      total: { relation: 'AT_LEAST' },
    });
    expect(await report(backfilling, { first: 50 })).toMatchObject({
      ...{ complete: false, status: 'PARTIAL', problem: { code: 'TIMEOUT' }, missing: [[null, -50]] },
      total: { count: 4, relation: 'AT_LEAST' },
    });
  });

  test('is refused whole where nothing may be missing', async () => {
    const failing = gateway({ covered: [] }).events({ onSourceFailure: 'FAIL' }, signal);
    await expect(failing).rejects.toMatchObject({ code: 'UPSTREAM_FAILED', problems: [{ source: KEY }] });
  });

  test('is skipped when nothing in it can match', async () => {
    const answer = await gateway({ covered: [] }).events({ filter: { sources: [] } }, signal);
    expect(answer.coverage).toMatchObject({ complete: true, sources: [{ status: 'SKIPPED', missing: [] }] });
  });

  test('an event that the copy should hold and does not is no null, but a failure', async () => {
    const [newest, , , oldest] = events as [(typeof events)[0], unknown, unknown, (typeof events)[0]];
    const some = gateway({ covered: windows([-50, -10]) }, [newest]);
    const gone = { ...oldest, occurredAt: at(-30), id: eventId(KEY, 'gone') };
    expect(await some.eventsAt([newest, oldest, gone], signal)).toEqual([newest, expect.any(UpstreamFailed), null]);
  });
});
