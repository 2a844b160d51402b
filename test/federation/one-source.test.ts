import { describe, expect, test } from 'vitest';
import { eventId } from '../../src/domain/event-id.ts';
import { PLAIN_CSV } from '../../src/domain/export/csv-form.ts';
import { instant } from '../../src/domain/instant.ts';
import type { ExportArguments } from '../../src/federation/ask/asked-export.ts';
import type { ConnectedSource } from '../../src/federation/connected-source.ts';
import { ExportIncomplete } from '../../src/federation/gateway.ts';
import type { Item, LaneSource } from '../../src/lanes/lane.ts';
import { arrayLane } from '../fakes/array-lane.ts';
import { connected, gatewayOf } from '../fakes/gateway-of.ts';
import { someEvent } from '../fakes/some-event.ts';

const SECOND = 1_000_000;
const signal = new AbortController().signal;
const lane = (key: string, seconds: readonly number[]) =>
  arrayLane({
    key,
    events: seconds.map((second) =>
      someEvent({
        id: eventId(key, `${second}`),
        occurredAt: instant(second * SECOND),
        source: key as never,
        action: `${key}${second}`,
      }),
    ),
    grainUs: SECOND,
    pageSize: 2,
  });

const EXPORT: ExportArguments = { format: 'ndjson', csv: PLAIN_CSV, filter: null, from: null, to: null, sort: 'DESC' };

const fault = () => new TypeError('cannot read x of undefined, token=abcdefgh12345678');
const TOLD = { code: 'INVALID_RESPONSE', message: expect.stringContaining('TypeError: cannot read x') };

/** Lane b, whose code throws: when it is opened, before its first item, or after its first event. */
const FAULTY: readonly (readonly [string, readonly string[], LaneSource['open']])[] = [
  [
    'when it is opened',
    [],
    () => {
      throw fault();
    },
  ],
  [
    'before its first item',
    [],
    () => ({
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          throw fault();
        },
      }),
    }),
  ],
  [
    'in mid-page',
    ['b8'],
    async function* (query, outer): AsyncGenerator<Item> {
      for await (const item of lane('b', [8, 6]).open(query, outer)) {
        yield item;
        if (item.kind === 'event') throw fault();
      }
    },
  ],
];

describe.each(FAULTY)('a source that throws what no source should, %s,', (_, given, open) => {
  const b: LaneSource = { ...lane('b', [8, 6]), open };
  const sources: readonly (LaneSource | ConnectedSource)[] = [lane('a', [9, 7, 5, 3]), b];

  test('costs a page its own events alone', async () => {
    const { edges, coverage } = await gatewayOf(sources).events({ first: 9 }, signal);
    expect(edges.map(({ event }) => event.action)).toEqual(['a9', ...given, 'a7', 'a5', 'a3']);
    expect(coverage.sources).toMatchObject([
      { status: 'OK', missing: [] },
      { problem: TOLD, missing: [{}] },
    ]);
    expect(JSON.stringify(coverage.sources[1]?.problem)).not.toContain('abcdefgh');
  });

  test('costs a total the number alone', async () => {
    const count: LaneSource['count'] = () => {
      throw fault();
    };
    const answer = await gatewayOf([lane('a', [9, 7, 5, 3]), { ...lane('b', [8]), count }]).events(
      { first: 1 },
      signal,
    );
    expect(await answer.total()).toEqual({ count: null, relation: 'UNKNOWN' });
  });

  test('costs the nodes of others nothing', async () => {
    const address = (source: string, second: number) => ({
      source: source as never,
      occurredAt: instant(second * SECOND),
      id: eventId(source, `${second}`),
    });
    const [mine, theirs] = await gatewayOf(sources).eventsAt([address('a', 9), address('b', 6)], signal);
    expect(mine).toMatchObject({ action: 'a9' });
    if (given.length > 0) expect(theirs).toMatchObject({ action: 'b6' });
    else expect(theirs).toMatchObject({ code: 'UPSTREAM_FAILED', problems: [{ source: 'b', problem: TOLD }] });
  });

  test('ends an export as a failure of its own', async () => {
    const parts: string[] = [];
    const reading = async () => {
      for await (const { text } of gatewayOf(sources).export(EXPORT, signal)) parts.push(String(text));
    };
    await expect(reading()).rejects.toThrow(ExportIncomplete);
    await expect(reading()).rejects.toMatchObject({ withheld: [{ source: 'b', problem: TOLD }] });
    expect(parts.join('').includes('"a9"')).toBe(given.length > 0);
  });
});

test('an essential lane that throws so fails the page, as its own fault', async () => {
  const b: LaneSource = { ...lane('b', [8]), essential: true, open: FAULTY[0]?.[2] as LaneSource['open'] };
  await expect(gatewayOf([lane('a', [9]), b]).events({}, signal)).rejects.toThrow(TypeError);
});

test('who leaves is told the own reason', async () => {
  const reason = new Error('gone');
  const leaving = new AbortController();
  const open: LaneSource['open'] = () => {
    leaving.abort(reason);
    throw reason;
  };
  await expect(gatewayOf([{ ...lane('b', [8]), open }]).events({}, leaving.signal)).rejects.toBe(reason);
});

test('an event that cannot be printed is missing from an export, and nothing else', async () => {
  const odd = lane('b', [8, 6, 4]);
  async function* open(...asked: Parameters<LaneSource['open']>): AsyncGenerator<Item> {
    for await (const item of odd.open(...asked)) {
      if (item.kind !== 'event' || item.event.action !== 'b6') yield item;
      else yield { ...item, event: { ...item.event, raw: 1n as never } };
    }
  }
  const lines: string[] = [];
  const reading = async () => {
    const all = gatewayOf([lane('a', [7, 5]), connected({ ...odd, open })]).export(EXPORT, signal);
    for await (const { text } of all) lines.push(...String(text).split('\n').filter(Boolean));
  };
  await expect(reading()).rejects.toMatchObject({
    withheld: [{ source: 'b', missing: [{ from: 6 * SECOND, until: 7 * SECOND }] }],
  });
  expect(lines.map((line) => (JSON.parse(line) as { action: string }).action)).toEqual(['b8', 'a7', 'a5', 'b4']);
});
