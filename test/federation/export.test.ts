import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { PLAIN_CSV } from '../../src/domain/export/csv-form.ts';
import { printEvent } from '../../src/domain/export/print-event.ts';
import { instant } from '../../src/domain/instant.ts';
import { isBounded } from '../../src/domain/position.ts';
import type { ExportArguments } from '../../src/federation/ask/asked-export.ts';
import { ExportIncomplete, type ViewerGateway } from '../../src/federation/gateway.ts';
import type { LaneSource } from '../../src/lanes/lane.ts';
import { sourceError } from '../../src/lanes/source-error.ts';
import type { SyncState } from '../../src/lanes/sync-state.ts';
import { anEvent } from '../fakes/arbitrary.ts';
import { type ArrayLaneOptions, arrayLane } from '../fakes/array-lane.ts';
import { anyones, connected, eventsOf, gatewayOf, NOON, walk } from '../fakes/gateway-of.ts';
import { someEvent } from '../fakes/some-event.ts';

const SECOND = 1_000_000;
const JSON_LINES: ExportArguments = {
  format: 'ndjson',
  csv: PLAIN_CSV,
  filter: null,
  from: null,
  to: null,
  sort: 'DESC',
};
const typeNames = new Map(['a', 'b', 'c'].map((key) => [key as SourceKey, 'SaltAuditEvent']));

const lane = (key: string, seconds: readonly number[], more: Partial<ArrayLaneOptions> = {}) =>
  arrayLane({
    key,
    events: seconds.map((second) =>
      someEvent({
        id: eventId(key, `${second}`),
        source: key as SourceKey,
        occurredAt: instant(second * SECOND),
        action: `${key}${second}`,
      }),
    ),
    grainUs: SECOND,
    pageSize: 2,
    ...more,
  });

interface Exported {
  readonly text: string;
  readonly actions: readonly string[];
  readonly counted: number;
  readonly incomplete: ExportIncomplete | null;
}

async function exported(gateway: ViewerGateway, args: Partial<ExportArguments> = {}): Promise<Exported> {
  const texts: string[] = [];
  let counted = 0;
  let incomplete: ExportIncomplete | null = null;
  try {
    for await (const part of gateway.export({ ...JSON_LINES, ...args }, new AbortController().signal)) {
      texts.push(Buffer.from(part.text).toString());
      counted += part.count;
    }
  } catch (error) {
    if (!(error instanceof ExportIncomplete)) throw error;
    incomplete = error;
  }
  const text = texts.join('');
  const actions = [...text.matchAll(/"action":"([^"]*)"/g)].map(([, action = '']) => action);
  return { text, actions, counted, incomplete };
}

const told = ({ incomplete }: Exported) =>
  incomplete?.withheld.map(({ source, problem, missing }) => ({
    source,
    code: problem.code,
    missing: missing.map(({ from, until }) => [from < 0 ? null : from / SECOND, until > 8e15 ? null : until / SECOND]),
  }));

const aWorld = fc.record({
  events: fc.array(fc.uniqueArray(anEvent(), { maxLength: 20, selector: (event) => event.id }), {
    minLength: 3,
    maxLength: 3,
  }),
  pausing: fc.constantFrom(-1, 0, 1, 2),
  sort: fc.constantFrom('ASC', 'DESC'),
});

describe('an export', () => {
  test('is what a walk through the pages of auditEvents gives, printed', async () => {
    await fc.assert(
      fc.asyncProperty(aWorld, async ({ events, pausing, sort }) => {
        const lanes = ['a', 'b', 'c'].map((key, index) =>
          arrayLane({
            key,
            events: (events[index] ?? []).map((event) => ({ ...event, source: key as SourceKey })),
            grainUs: [1, 1_000, SECOND][index] ?? 1,
            ...(index === 1 && pausing > 0 && { pauseAt: pausing }),
          }),
        );
        const gateway = gatewayOf(lanes);
        const pages = await walk(gateway, { first: 7, sort: { field: 'OCCURRED_AT', direction: sort } });
        const whole = pages.every(({ coverage }) => coverage.complete);
        const { text, counted, incomplete } = await exported(gateway, { sort });
        const printed = eventsOf(pages).map((event) => printEvent(event, { format: 'ndjson', typeNames }));
        fc.pre(whole && incomplete === null);
        expect(text).toBe(printed.join(''));
        expect(counted).toBe(printed.length);
      }),
      { numRuns: 100 },
    );
  });

  test('goes on over thousands of events, page after page', async () => {
    const many = Array.from({ length: 2_500 }, (_, index) => index);
    const { actions, incomplete } = await exported(
      gatewayOf([lane('a', many, { pageSize: 300 }), lane('b', many, { pageSize: 400 })]),
    );
    expect(incomplete).toBeNull();
    expect(actions).toHaveLength(5_000);
    expect(new Set(actions).size).toBe(5_000);
  });

  test('holds the filter and both ends of time at once', async () => {
    const gateway = gatewayOf([lane('a', [1, 2, 3, 4, 5]), lane('b', [1, 2, 3, 4, 5])]);
    const filter = { sources: ['a'], occurredAt: { from: 2_000 } };
    expect((await exported(gateway, { filter, from: '1970-01-01T00:00:01Z', to: '4000' })).actions).toEqual([
      'a3',
      'a2',
    ]);
    expect((await exported(gateway, { from: 3_000, to: 3_000 })).actions).toEqual([]);
  });

  test.each<[string, Partial<ExportArguments>, RegExp]>([
    ['a time that is none', { from: 'yesterday' }, /^from: expected epoch milliseconds, .*, but got "yesterday"$/],
    ['an end that is none', { to: '' }, /^to: expected epoch/],
    [
      'reversed ends',
      { from: 'now', to: 'now-1h' },
      /^from: expected `from` at or before `to`, but got from "now" after/,
    ],
    [
      'a source nobody knows',
      { filter: { sources: ['x'] } },
      /^filter\.sources: expected source keys among a, but got "x"$/,
    ],
  ])('refuses %s before anything is read', (_what, args, message) => {
    const gateway = gatewayOf([lane('a', [1])]);
    expect(() => gateway.export({ ...JSON_LINES, ...args }, new AbortController().signal)).toThrow(message);
  });
});

describe('a source that fails', () => {
  test('ends the export where it failed: what comes before is there, and the rest is told', async () => {
    const gateway = gatewayOf([lane('a', [9, 7, 5, 3, 1]), lane('b', [8, 6, 4, 2], { failAt: 1 })]);
    const answer = await exported(gateway);
    expect(answer.actions).toEqual(['a9', 'b8', 'a7']);
    expect(told(answer)).toEqual([{ source: 'b', code: 'UNREACHABLE', missing: [[null, 7]] }]);
    expect(answer.counted).toBe(3);
  });

  test('does so oldest first too, up to the end of the time that was asked for', async () => {
    const gateway = gatewayOf([lane('a', [9, 7, 5, 3, 1]), lane('b', [8, 6, 4, 2], { failAt: 1 })]);
    const answer = await exported(gateway, { sort: 'ASC', to: 9_000 });
    expect(answer.actions).toEqual(['a1', 'b2', 'a3']);
    expect(told(answer)).toEqual([{ source: 'b', code: 'UNREACHABLE', missing: [[4, 9]] }]);
  });

  test('in a later page leaves the pages before it whole, and ends the export though it would answer again', async () => {
    const many = Array.from({ length: 2_500 }, (_, index) => index);
    let asked = 0;
    const sound = lane('b', many, { pageSize: 1_000 });
    const failing: LaneSource = {
      ...sound,
      open(query, signal) {
        asked += 1;
        if (asked === 2) throw sourceError('TIMEOUT', 'b: too late');
        return sound.open(query, signal);
      },
    };
    const answer = await exported(
      gatewayOf([lane('a', many, { pageSize: 1_000 }), { ...failing, open: lazily(failing) }]),
    );
    expect(answer.actions).toHaveLength(1_000);
    expect(told(answer)).toEqual([{ source: 'b', code: 'TIMEOUT', missing: [[null, 2_001]] }]);
  });

  test('where it is the store, ends the export in the same way', async () => {
    const answer = await exported(
      gatewayOf([lane('a', [3, 2, 1]), lane('gateway', [3], { essential: true, failAt: 0 })]),
    );
    expect(answer.actions).toEqual([]);
    expect(told(answer)).toEqual([{ source: 'gateway', code: 'UNREACHABLE', missing: [[null, null]] }]);
  });
});

/** Opens within the stream, as a lane does. */
function lazily({ open }: LaneSource): LaneSource['open'] {
  return async function* (query, signal) {
    yield* open(query, signal);
  };
}

describe('an archive', () => {
  const at = (second: number) => instant(second * SECOND);
  const state = (covered: readonly [number, number][]): SyncState => ({
    source: 'b' as SourceKey,
    claims: [],
    covered: covered.map(([from, until]) => ({ from: at(from), until: at(until) })),
    keptFrom: null,
    storedEvents: 0,
    lastSuccessAt: instant(NOON * 1_000),
    lastFailureAt: null,
    lastProblem: null,
    running: false,
  });
  const rules = { pollUs: 60 * SECOND, beginsAt: () => at(0) };
  const archived = (states: readonly SyncState[]) => {
    const store = lane('b', [8, 2]);
    return anyones({
      sources: [connected(lane('a', [5])), connected(store, { mode: 'archive', archive: rules })],
      syncStates: async () => new Map(states.map((each) => [each.source, each])),
    });
  };

  test('that is not wholly synced does not end the export: all that is stored is there, and what is missing is told', async () => {
    const answer = await exported(archived([state([[6, 100]])]));
    expect(answer.actions).toEqual(['b8', 'a5', 'b2']);
    expect(told(answer)).toEqual([{ source: 'b', code: 'TIMEOUT', missing: [[0, 6]] }]);
  });

  test('that was never synced is missing as a whole, within the time that was asked for', async () => {
    expect(told(await exported(archived([]), { from: 3_000, to: 7_000 }))).toMatchObject([{ missing: [[3, 7]] }]);
  });

  test('that holds all of the time that was asked for, or was not asked, is no reason to fail', async () => {
    expect((await exported(archived([state([[6, 100]])]), { from: 6_000 })).incomplete).toBeNull();
    expect((await exported(archived([]), { filter: { sources: ['a'] } })).incomplete).toBeNull();
  });
});

describe('a lane that prints its events itself', () => {
  const printing = (asked: string[]): LaneSource => ({
    ...lane('a', [3, 2, 1]),
    print(query) {
      asked.push(query.direction);
      return isBounded(query.window) ? null : pieces();
    },
  });
  async function* pieces() {
    const last = { occurredAt: instant(1), id: eventId('a', '1') } satisfies Pick<AuditEvent, 'occurredAt' | 'id'>;
    yield { text: '{"printed":true}\n', count: 3, last };
  }

  test('is asked to where it is alone, and read where it cannot or is not', async () => {
    const asked: string[] = [];
    const alone = gatewayOf([printing(asked)]);
    expect(await exported(alone)).toMatchObject({ text: '{"printed":true}\n', counted: 3, incomplete: null });
    expect((await exported(alone, { from: 2_000 })).actions).toEqual(['a3', 'a2']);
    expect(asked).toEqual(['DESC', 'DESC']);
    const both = gatewayOf([printing(asked), lane('b', [2])]);
    expect((await exported(both)).actions.toSorted()).toEqual(['a1', 'a2', 'a3', 'b2']);
    expect(asked).toHaveLength(2);
  });
});
