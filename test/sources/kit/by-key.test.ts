import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byKey, type KeyedAnswer, type KeyWalk } from '../../../src/sources/kit/walks/by-key.ts';
import { asked, type Entry, idsOf, repeatedOf, timeOf, walked } from './list-vendor.ts';

interface Page extends KeyedAnswer {
  readonly key: number | string | null;
}

const WALK: KeyWalk<Page> = { ask: asked(), timeOf, keyAfter: ({ key }) => key };
const entries = (count: number): readonly Entry[] => Array.from({ length: count }, (_, id) => ({ id, at: id * 10 }));

/** Answers with pages of these sizes, some of them empty, each but the last with the key of the next one. */
function paged(all: readonly Entry[], sizes: readonly number[]) {
  return (place: unknown): Page => {
    const page = place === null ? 0 : Number(place);
    const isLast = page === sizes.length;
    const start = sizes.slice(0, page).reduce((sum, size) => sum + size, 0);
    const records = all.slice(start, isLast ? undefined : start + (sizes[page] ?? 0));
    return { records: records as never, key: isLast ? null : page + 1, total: all.length };
  };
}

const sizes = fc.array(fc.nat(5), { maxLength: 12, size: 'max' });

describe('a walk by key', () => {
  test('gives every record once and in its order, however short pages are, and ends', () => {
    fc.assert(
      fc.property(fc.nat(40), sizes, (count, cut) => {
        const all = entries(count);
        const { records, places } = walked(byKey(WALK), paged(all, cut));
        expect(records).toEqual(all);
        expect(places).toEqual([null, ...cut.map((_, index) => index + 1)]);
      }),
    );
  });

  test('goes on from the last time read where a key is refused, and loses nothing', () => {
    fc.assert(
      fc.property(fc.nat(40), sizes, fc.nat(12), (count, cut, refusedAt) => {
        const all = entries(count);
        let rest: readonly Entry[] | null = null;
        const walk: KeyWalk<Page> = {
          ...WALK,
          resume: (last) => {
            rest = all.filter(({ at }) => last === null || (at ?? 0) >= last);
            return byKey(WALK);
          },
        };
        const answers = paged(all, cut);
        const { records } = walked(byKey(walk), (place, call) => {
          if (call === refusedAt && place !== null) return new Error('gone');
          return rest === null ? answers(place) : paged(rest, [])(null);
        });
        expect(idsOf(records)).toEqual(all.map(({ id }) => id));
        expect(repeatedOf(records).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('refuses a key that stays, but not a cursor that moves on by itself', () => {
    const stubborn = (place: unknown) => ({ records: [], key: 'k', total: null, place });
    expect(() => walked(byKey(WALK), stubborn)).toThrow(
      'expected the key of the next page, but got the one of the page before',
    );
    const cursor: KeyWalk<Page> = { ...WALK, isCursor: true };
    const three = walked(byKey(cursor), (_, call) => ({
      records: [{ id: call }],
      key: call < 2 ? 'k' : null,
      total: null,
    }));
    expect(three.records).toEqual([{ id: 0 }, { id: 1 }, { id: 2 }]);
  });

  test('tells how many were seen, and keeps a total that is told', () => {
    const seen: number[] = [];
    const counting: KeyWalk<Page> = {
      ...WALK,
      keyAfter: ({ key }, so) => {
        seen.push(so);
        return key;
      },
      fresh: (records) => records.slice(1),
    };
    expect(walked(byKey(counting), paged(entries(5), [2, 0, 2])).records).toHaveLength(2);
    expect(seen).toEqual([2, 2, 4, 5]);
    const answer = { status: 200, headers: {}, setCookies: [], text: '{"records":[],"key":null,"total":7}' };
    expect(byKey(WALK).read(answer)).toEqual({ result: { records: [], wholeUntil: null }, next: null, total: 7 });
  });

  test('asks what it is told to after a page without a key', () => {
    const instead = byKey(WALK, { key: 'other', seen: 0, last: null });
    const { places } = walked(byKey({ ...WALK, keyless: () => instead }), () => ({
      records: [],
      key: null,
      total: null,
    }));
    expect(places).toEqual([null, 'other']);
  });

  test('asks what it is told to where the first page is refused, and where nothing is told the refusal stands', () => {
    const refusing = (place: unknown) => (place === null ? new Error('no') : { records: [], key: null, total: null });
    const instead = byKey(WALK, { key: 'other', seen: 0, last: null });
    const { places } = walked(byKey({ ...WALK, otherwise: () => instead, resume: () => byKey(WALK) }), refusing);
    expect(places).toEqual([null, 'other']);
    expect(walked(byKey({ ...WALK, resume: () => byKey(WALK) }), refusing).places).toEqual([null]);
  });

  test('goes on by time only where a refusal may mean that the key ran out', () => {
    const { refused } = byKey({ ...WALK, resume: () => byKey(WALK) }, { key: 'k', seen: 0, last: null });
    expect(refused?.({ code: 'FORBIDDEN' } as never)).toBeNull();
    expect(refused?.({ code: 'NOT_FOUND' } as never)).not.toBeNull();
  });
});
