import { describe, expect, test } from 'vitest';
import { eventId } from '../../src/domain/event-id.ts';
import { instant } from '../../src/domain/instant.ts';
import type { TimeWindow } from '../../src/domain/position.ts';
import type { EventQuery } from '../../src/domain/query.ts';
import type { EventsArguments } from '../../src/federation/ask/asked-page.ts';
import { UpstreamFailed } from '../../src/federation/gateway.ts';
import { EMPTY_REPORT, type Item } from '../../src/lanes/lane.ts';
import type { Reading } from '../../src/lanes/reading.ts';
import { settle } from '../../src/lanes/settle.ts';
import { problem } from '../../src/lanes/source-error.ts';
import { strictly } from '../../src/lanes/strictly.ts';
import { type ArrayLaneOptions, arrayLane } from '../fakes/array-lane.ts';
import { gatewayOf, sortBy } from '../fakes/gateway-of.ts';
import { someEvent } from '../fakes/some-event.ts';

const SECOND = 1_000_000;
const signal = new AbortController().signal;
const secondsOf = (key: string, seconds: readonly number[]) =>
  seconds.map((second) =>
    someEvent({ id: eventId(key, `${second}`), occurredAt: instant(second * SECOND), action: `${key}${second}` }),
  );
const lane = (key: string, seconds: readonly number[], more: Partial<ArrayLaneOptions> = {}) =>
  arrayLane({ key, events: secondsOf(key, seconds), grainUs: SECOND, pageSize: 2, ...more });
const inSeconds = (windows: readonly TimeWindow[] | undefined) =>
  windows?.map(({ from, until }) => [from < 0 ? null : from / SECOND, until > 1e15 ? null : until / SECOND]);

/** A lane of source b that gives its pages of seconds as they are. */
function settledPages(query: EventQuery, pages: readonly (readonly number[])[]) {
  async function* readings(): AsyncGenerator<Reading> {
    yield { kind: 'report', report: { ...EMPTY_REPORT, requests: 1, scanned: 3 } };
    for (const page of pages) {
      const entries = secondsOf('b', page).map((event) => ({ kind: 'event' as const, event, matched: true }));
      yield { kind: 'page', entries, wholeUntil: null };
    }
  }
  return strictly(settle(readings(), { ...query, grainUs: SECOND }), query);
}

async function report(lanes: ReturnType<typeof lane>[], args: EventsArguments) {
  const { coverage, edges } = await gatewayOf(lanes).events(args, signal);
  const broken = coverage.sources.find(({ source }) => source.key === 'b');
  return {
    edges: edges.map((edge) => edge.event.action),
    broken,
    missing: inSeconds(broken?.missing),
    complete: coverage.complete,
  };
}

describe('a source that fails', () => {
  test('at once withholds everything up to the end of the page', async () => {
    const answer = await report([lane('a', [9, 7, 5, 3, 1]), lane('b', [8], { failAt: 0 })], { first: 2 });
    expect(answer).toMatchObject({
      edges: ['a9', 'a7'],
      complete: false,
      broken: { status: 'FAILED', problem: { code: 'UNREACHABLE' } },
    });
    expect(answer.missing).toEqual([[7, null]]);
  });

  test('on the last page withholds everything to the end of time', async () => {
    const answer = await report([lane('a', [9, 7]), lane('b', [8], { failAt: 0 })], { first: 5 });
    expect(answer.missing).toEqual([[null, null]]);
  });

  test('in mid-page keeps what it gave, and withholds from there on', async () => {
    const answer = await report([lane('a', [9, 5, 1, 0]), lane('b', [8, 6, 4], { failAt: 1 })], { first: 3 });
    expect(answer.edges).toEqual(['a9', 'b8', 'a5']);
    expect(answer).toMatchObject({ broken: { status: 'PARTIAL' } });
    expect(answer.missing).toEqual([[5, 7]]);
  });

  test('past the end of the page withholds nothing from it', async () => {
    const answer = await report([lane('a', [9, 8.5]), lane('b', [8, 7, 6], { failAt: 1 })], { first: 2 });
    expect(answer).toMatchObject({ complete: true, broken: { status: 'OK', problem: null } });
  });

  test('oldest first, the same the other way', async () => {
    const sort = { field: 'OCCURRED_AT', direction: 'ASC' as const };
    const answer = await report([lane('a', [1, 5, 9]), lane('b', [2, 4, 6], { failAt: 1 })], { first: 3, sort });
    expect(answer.edges).toEqual(['a1', 'b2', 'a5']);
    expect(answer.missing).toEqual([[4, 6]]);
  });

  test('withholds from a page in another order anywhere in the time that was asked for', async () => {
    const filter = { occurredAt: { from: 2_000, to: 9_000 } };
    const sort = sortBy({ by: 'action', direction: 'ASC' });
    const answer = await report([lane('a', [9, 7, 5, 3, 1]), lane('b', [8, 6, 4], { failAt: 1 })], {
      filter,
      sort,
      first: 2,
    });
    expect(answer).toMatchObject({ edges: ['a3', 'a5'], complete: false, broken: { status: 'PARTIAL' } });
    expect(answer.missing).toEqual([[2, 9]]);
  });

  test('with a record out of order leaves in doubt all that should have come after it', async () => {
    const disordered = lane('b', [], {});
    const open: typeof disordered.open = (query) => settledPages(query, [[9, 3], [6]]);
    const answer = await report([lane('a', [8, 5, 4, 2]), { ...disordered, open }], { first: 5 });
    expect(answer.edges).toEqual(['b9', 'a8', 'a5', 'a4', 'a2']);
    expect(answer).toMatchObject({ broken: { status: 'PARTIAL', problem: { code: 'OUT_OF_ORDER' } } });
    expect(answer.missing).toEqual([[null, 7]]);
  });

  test('is an error with onSourceFailure: FAIL', async () => {
    const gateway = gatewayOf([lane('a', [1]), lane('b', [2], { failAt: 0 })]);
    const failure = gateway.events({ onSourceFailure: 'FAIL' }, signal);
    await expect(failure).rejects.toThrow(UpstreamFailed);
    await expect(failure).rejects.toMatchObject({ problems: [{ source: 'b', problem: { code: 'UNREACHABLE' } }] });
  });
});

describe('coverage', () => {
  test('skips the sources in which nothing can match, and asks none of them', async () => {
    const asked: string[] = [];
    const lanes = ['a', 'b'].map((key) => lane(key, [1], { onPage: () => asked.push(key) }));
    const { coverage } = await gatewayOf(lanes).events({ filter: { sources: ['a'] } }, signal);
    expect(coverage.sources.map(({ status }) => status)).toEqual(['OK', 'SKIPPED']);
    expect(coverage.complete).toBe(true);
    expect(asked).toEqual(['a']);
  });

  test('an empty time is asked of nobody', async () => {
    const filter = { occurredAt: { from: '2024-01-01', to: '2024-01-01' } };
    const { coverage, edges } = await gatewayOf([lane('a', [1])]).events({ filter }, signal);
    expect(edges).toEqual([]);
    expect(coverage.sources.map(({ status }) => status)).toEqual(['SKIPPED']);
  });

  test('says what reading cost', async () => {
    const { coverage } = await gatewayOf([lane('a', [1, 2, 3])]).events({ filter: { action: { ne: 'a2' } } }, signal);
    expect(coverage.sources[0]?.report).toMatchObject({ requests: 2, scanned: 3, matched: 2 });
  });
});

test('a source that withholds something was asked, whatever was sent', async () => {
  async function* withholding(): AsyncGenerator<Item> {
    yield {
      kind: 'gap',
      window: { from: instant(0), until: instant(9 * SECOND) },
      problem: problem('CIRCUIT_OPEN', 'b'),
    };
  }
  const answer = await report([lane('a', [1]), { ...lane('b', []), open: withholding }], {});
  expect(answer).toMatchObject({ complete: false, broken: { status: 'PARTIAL' }, missing: [[0, 9]] });
});

describe('the total', () => {
  const total = async (lanes: ReturnType<typeof lane>[], args: EventsArguments) =>
    (await gatewayOf(lanes).events(args, signal)).total();

  test('is the page itself where the walk reached the end', async () => {
    expect(await total([lane('a', [1, 2, 3])], { first: 3 })).toEqual({ count: 3, relation: 'EXACT' });
  });

  test('is of the question, not of the page', async () => {
    const gateway = gatewayOf([lane('a', [1, 2, 3]), lane('b', [4])]);
    const { pageInfo } = await gateway.events({ first: 1 }, signal);
    const second = await gateway.events({ first: 1, after: pageInfo.endCursor }, signal);
    expect(await second.total()).toEqual({ count: 4, relation: 'EXACT' });
  });

  test('is unknown where one source cannot tell, or failed', async () => {
    const mute = { ...lane('b', [4, 5]), count: async () => null };
    expect(await total([lane('a', [1, 2, 3]), mute], { first: 1 })).toEqual({ count: null, relation: 'UNKNOWN' });
    expect(await total([lane('a', [1, 2, 3]), lane('b', [], { failAt: 0 })], {})).toEqual({
      count: null,
      relation: 'UNKNOWN',
    });
  });
});
