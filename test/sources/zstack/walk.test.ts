import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromMillis } from '../../../src/domain/instant.ts';
import type { Json, JsonObject } from '../../../src/domain/json.ts';
import { SourceError } from '../../../src/lanes/source-error.ts';
import type { RecordPage } from '../../../src/sources/adapter.ts';
import { resource } from '../../../src/sources/zstack/streams.ts';
import { type Asked, answering, options, pushdown, response, walk } from './server.ts';

const NOW = Date.parse('2024-06-01T00:00:00Z');
const DAY = 86_400_000;

const rowAt = (time: number, index: number): JsonObject => ({ requestUuid: String(index), time });
const ask = (asked: Asked, given = options()) => resource(given).ask(pushdown(asked));
const keyOf = (record: Json) => (record as JsonObject).requestUuid;
const records = (steps: readonly { readonly page: RecordPage }[]) => steps.flatMap(({ page }) => page.records);

/** Slices follow each other without overlap, and up to each boundary everything has been given. */
function expectWhole(steps: readonly { readonly page: RecordPage }[], rows: readonly JsonObject[], asked: Asked) {
  const inside = rows.filter(({ time }) => Number(time) >= asked.fromMs && Number(time) < asked.untilMs);
  const given = new Set<Json | undefined>();
  let count = 0;
  for (const { page } of steps) {
    for (const record of page.records) given.add(keyOf(record));
    count += page.records.length;
    const { wholeUntil } = page;
    if (wholeUntil === null) throw new Error('expected a slice');
    const due = inside.filter(({ time }) =>
      asked.direction === 'ASC' ? fromMillis(Number(time)) < wholeUntil : fromMillis(Number(time)) >= wholeUntil,
    );
    expect([given.size, count]).toEqual([due.length, due.length]);
    expect(due.every((row) => given.has(keyOf(row)))).toBe(true);
  }
  expect(given.size).toBe(inside.length);
}

/** Rows in runs of equal milliseconds and in bursts, in a window that may begin in 1970. */
const logs = fc
  .tuple(
    fc.array(fc.tuple(fc.oneof(fc.nat(3), fc.nat(1_000), fc.nat(40 * DAY)), fc.integer({ min: 1, max: 6 })), {
      maxLength: 40,
    }),
    fc.constantFrom(0, 1_000, NOW - 400 * DAY),
  )
  .map(([gaps, fromMs]) => {
    const times: number[] = [];
    gaps.reduce((time, [gap, ties]) => {
      times.push(...Array<number>(ties).fill(time - gap));
      return time - gap;
    }, NOW);
    return { rows: times.map(rowAt), asked: { fromMs, untilMs: NOW + DAY } };
  });

describe.each(['DESC', 'ASC'] as const)('a walk through ZStack %s', (direction) => {
  it('gives every audit once, and is whole wherever it says so', () => {
    fc.assert(
      fc.property(logs, fc.integer({ min: 1, max: 9 }), ({ rows, asked }, pageSize) => {
        const all = { ...asked, direction, pageSize };
        expectWhole(walk(ask(all), answering(rows)), rows, all);
      }),
      { numRuns: 200 },
    );
  });

  it('gives every audit once from a server that keeps no order', () => {
    fc.assert(
      fc.property(
        logs,
        fc.integer({ min: 1, max: 9 }),
        fc.infiniteStream(fc.nat()),
        ({ rows, asked }, pageSize, dice) => {
          const shuffle = (page: Json[]) =>
            page
              .map((row) => ({ row, place: Number(dice.next().value) }))
              .sort((a, b) => a.place - b.place)
              .map(({ row }) => row);
          const all = { ...asked, direction, pageSize };
          expectWhole(walk(ask(all), answering(rows, shuffle)), rows, all);
        },
      ),
    );
  });

  it('gives an account that is no admin every audit of its own, whose answers are cut before they are filtered', () => {
    fc.assert(
      fc.property(logs, fc.integer({ min: 1, max: 9 }), ({ rows, asked }, pageSize) => {
        const isOwn = ({ requestUuid }: JsonObject) => Number(requestUuid) % 3 === 0;
        const all = { ...asked, direction, pageSize };
        const answer = answering(rows, (page) => (page as JsonObject[]).filter(isOwn));
        expectWhole(walk(ask(all, options({ admin: false })), answer), rows.filter(isOwn), all);
      }),
    );
  });

  it('loses nothing at the edges of the slices that such an account is given', () => {
    const all = { fromMs: NOW - 100 * DAY, untilMs: NOW, direction };
    const edge = direction === 'DESC' ? all.untilMs - 7 * DAY : all.fromMs + 7 * DAY;
    const rows = [edge - 2, edge - 1, edge, edge + 1].map(rowAt);
    expectWhole(walk(ask(all, options({ admin: false })), answering(rows)), rows, all);
  });

  it('asks again with a larger limit for a millisecond that fills an answer, up to a limit', () => {
    const crowd = Array.from({ length: 25 }, (_, index) => rowAt(NOW, index));
    const asked = { fromMs: NOW - DAY, untilMs: NOW + DAY, direction, pageSize: 2 };
    const steps = walk(ask(asked, options({ maxLimit: 26 })), answering(crowd));
    expect(records(steps)).toHaveLength(25);
    expect(Math.max(...steps.map(({ query }) => Number(query.get('limit'))))).toBe(26);

    const overflow = () => walk(ask(asked, options({ maxLimit: 25 })), answering(crowd));
    expect(overflow).toThrow(SourceError);
    expect(overflow).toThrow('expected fewer than 25 audits of the millisecond 2024-06-01T00:00:00.000Z');
  });

  it('refuses a server that answers with other times than asked for, before it turns in circles', () => {
    const asked = { fromMs: 1_000, untilMs: NOW - DAY, direction, pageSize: 2 };
    const stubborn = () => response({ audits: [rowAt(NOW, 1), rowAt(NOW, 2), rowAt(NOW, 3), rowAt(NOW, 4)] });
    expect(() => walk(ask(asked), stubborn)).toThrow('but got only newer ones');
  });

  it('takes audits of null for none, and refuses an answer without them or of another shape', () => {
    const asked = { fromMs: 0, untilMs: NOW, direction };
    expect(() => walk(ask(asked), () => response({}))).toThrow('unexpected answer at audits');
    expect(() => walk(ask(asked), () => response({ schema: {} }))).toThrow('unexpected answer at audits');
    expect(records(walk(ask(asked), () => response({ audits: null, schema: {} })))).toEqual([]);
    expect(() => walk(ask(asked), () => response({ audits: 'none' }))).toThrow('unexpected answer at audits');
    expect(() => walk(ask(asked), () => response(null, { text: '<html>' }))).toThrow('expected a JSON body');
  });

  it('gives on what has no readable time', () => {
    const strange = { requestUuid: 'x', time: 'soon' };
    const steps = walk(ask({ fromMs: 0, untilMs: NOW, direction }), () => response({ audits: [strange] }));
    expect(records(steps)).toEqual([strange]);
  });
});

describe('a walk through ZStack', () => {
  const busy = Array.from({ length: 20_000 }, (_, index) => rowAt(NOW - index * 60_000, index));

  it('costs one request for a first page of the newest', () => {
    const { request, read } = ask({ fromMs: 0, untilMs: NOW + DAY, pageSize: 51 });
    const { result } = read(answering(busy)({ request, read }));
    expect(new Map(request.query).get('limit')).toBe('51');
    expect(result.records).toEqual(busy.slice(0, 50));
    expect(result.wholeUntil).toBe(fromMillis(NOW - 50 * 60_000 + 1));
  });

  it('goes on where the last page was cut, with that millisecond once more', () => {
    const steps = walk(ask({ fromMs: NOW - 3 * 60_000, untilMs: NOW + DAY, pageSize: 3 }), answering(busy));
    expect(steps.map(({ query }) => query.get('endTime'))).toEqual(
      [NOW + DAY - 1, NOW - 2 * 60_000, NOW - 3 * 60_000].map(String).slice(0, steps.length),
    );
  });

  it('finds the oldest of a window that begins in 1970 in few steps', () => {
    const steps = walkUntilSome(ask({ fromMs: 0, untilMs: NOW + DAY, direction: 'ASC', pageSize: 51 }), busy);
    expect(steps).toBeLessThanOrEqual(20);
  });

  it('goes on oldest first with about one request for a page', () => {
    const asked = { fromMs: NOW - 10_000 * 60_000, untilMs: NOW + DAY, direction: 'ASC', pageSize: 51 } as const;
    const steps = walk(ask(asked), answering(busy));
    expect(steps.length).toBeLessThan((10_000 / 51) * 1.3);
  });

  it('oldest first is one request where the window does not fill an answer', () => {
    const asked = { fromMs: 0, untilMs: NOW + DAY, direction: 'ASC', pageSize: 51 } as const;
    expect(walk(ask(asked), answering(busy.slice(0, 90)))).toHaveLength(1);
  });

  it('of an account that is no admin asks with the largest limit', () => {
    const { request } = ask({ fromMs: 0, untilMs: NOW }, options({ admin: false }));
    expect(new Map(request.query).get('limit')).toBe('2147483647');
  });
});

function walkUntilSome(first: ReturnType<typeof ask>, rows: readonly JsonObject[]): number {
  let steps = 0;
  for (let exchange: ReturnType<typeof ask> | null = first; exchange; steps++) {
    const { result, next } = exchange.read(answering(rows)(exchange));
    if (result.records.length > 0) return steps + 1;
    exchange = next;
  }
  return steps;
}
