import { describe, expect, test } from 'vitest';
import { type Is, is } from '../../src/domain/filter.ts';
import { sourceError } from '../../src/lanes/source-error.ts';
import { LONGEST_WORDS } from '../../src/sources/divide.ts';
import type { OpenSource } from '../../src/sources/open-lane.ts';
import { items, records, sourceOf } from './opened-lane.ts';

describe('the smallest page that suffices', () => {
  test('is one more than asked where the vendor does it all', async () => {
    const { source, asked } = sourceOf(records(3));
    await items(source);
    expect(asked[0]).toMatchObject({ limit: 3, offset: 0 });
  });

  test('is the usual one where something is tested here', async () => {
    const { source, asked } = sourceOf(records(3));
    const { report } = await items(source, { where: is('action', { op: 'contains', value: 'a', ignoreCase: false }) });
    expect(asked[0]).toMatchObject({ limit: 5 });
    expect(report).toMatchObject({
      pushedDown: ['action'],
      filteredHere: ['action'],
      scanned: 3,
      matched: 0,
      requests: 1,
    });
  });

  test('is never larger than the vendor or the configuration allows', async () => {
    const { source, asked } = sourceOf(records(30));
    await items(source, { take: 500 });
    expect(asked[0]?.limit).toBe(10);
    const narrow = sourceOf(records(30), { pageSize: 4 });
    await items(narrow.source, { take: 500 });
    expect(narrow.asked[0]?.limit).toBe(4);
  });
});

describe('what takes too many words', () => {
  test('is not told to the vendor, but tested here', async () => {
    const [short, long] = ['a'.repeat(LONGEST_WORDS / 2), 'a'.repeat(LONGEST_WORDS)].map((value) =>
      is('action', { op: 'eq', value, ignoreCase: false }),
    );
    const { source, asked } = sourceOf(records(3));
    await items(source, { where: short as Is });
    const { report } = await items(source, { where: long as Is });
    expect([asked.at(0)?.leaves.length, asked.at(-1)?.leaves.length]).toEqual([1, 0]);
    expect(report).toMatchObject({ pushedDown: [], filteredHere: ['action'] });
  });
});

describe('a question that the vendor finds too long in the middle of a walk', () => {
  test.each(['ASC', 'DESC'] as const)('is asked on without its words from the place reached, %s', async (direction) => {
    const all = records(12).map((record) => ({ ...record, action: 'a' }));
    const asked: number[] = [];
    const connection: OpenSource<object>['connection'] = {
      async send(request) {
        const ask = request.json as unknown as {
          from: number;
          until: number;
          limit: number;
          offset: number;
          leaves: [];
        };
        asked.push(ask.leaves.length);
        if (ask.leaves.length > 0 && ask.offset > 3) throw sourceError('BAD_REQUEST', 'no', { httpStatus: 414 });
        const inside = all.filter(({ occurredAt }) => occurredAt > ask.from && occurredAt < ask.until);
        const sorted = direction === 'ASC' ? inside : inside.toReversed();
        const text = JSON.stringify(sorted.slice(ask.offset, ask.offset + ask.limit));
        return { status: 200, headers: {}, setCookies: [], text };
      },
    };
    const where = is('action', { op: 'eq', value: 'a', ignoreCase: false });
    const { events, error, report } = await items(sourceOf([], { connection }).source, { where, direction });
    const whole = await items(sourceOf([], { connection }).source, { direction });
    expect(error).toBeNull();
    expect(whole.events.length).toBeGreaterThanOrEqual(11);
    expect(events.map(({ id }) => id)).toEqual(whole.events.map(({ id }) => id));
    expect(asked.slice(0, 4)).toEqual([1, 1, 1, 0]);
    expect(report).toMatchObject({ pushedDown: [], filteredHere: ['action'] });
  });
});
