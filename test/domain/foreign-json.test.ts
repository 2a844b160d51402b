import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEEPEST_FOREIGN, isExact, keptAsText, MOST_NAMED, parseForeignJson } from '../../src/domain/foreign-json.ts';
import type { Json } from '../../src/domain/json.ts';
import { follow } from '../../src/domain/json-pointer.ts';

const nested = (levels: number, inside = '') => '['.repeat(levels) + inside + ']'.repeat(levels);

/** Containers in one another, however many; told without recursion. */
function depthOf(value: Json): number {
  let [depth, level] = [0, [value]];
  for (;;) {
    const containers = level.filter((each) => typeof each === 'object' && each !== null);
    if (containers.length === 0) return depth;
    depth += 1;
    level = containers.flatMap((each) => Object.values(each as object) as Json[]);
  }
}

/** What JSON.parse makes of a text, or that it refuses it. */
function native(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return (error as Error).name;
  }
}
function ours(text: string): unknown {
  try {
    return parseForeignJson(text);
  } catch (error) {
    return (error as Error).name;
  }
}

describe('what JSON can say, and a double', () => {
  test('is what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(0, 1, 2), (text, blanks) => {
        const spaced = JSON.stringify(JSON.parse(text), null, blanks);
        const value = parseForeignJson(spaced);
        expect(value).toStrictEqual(JSON.parse(spaced));
        expect(keptAsText(value).count).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });

  test('what is no JSON is refused, as JSON.parse refuses it', () => {
    const token = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"a"',
        '"',
        '\\',
        '1',
        '-',
        '-1',
        '1.5',
        '01',
        '1e5',
        'true',
        'null',
        'nul',
        ' ',
      ],
      ...['9007199254740993', '1e400', '"\\u0041"', '"\\x"', '\n', '"\n"', '\u0000', '{"a":', '[1,', 'é', "'"],
    );
    const exact = (text: string) => !/\d{16}|e\d{3}/.test(text);
    fc.assert(
      fc.property(
        fc.array(token, { maxLength: 9 }).map((tokens) => tokens.join('')),
        (text) => {
          const [expected, got] = [native(text), ours(text)];
          if (exact(text)) expect(got).toStrictEqual(expected);
          else expect(got === 'SyntaxError').toBe(expected === 'SyntaxError');
        },
      ),
      { numRuns: 20_000 },
    );
  });

  test.each(['0', '-0', '1', '9007199254740992', '-9007199254740994', '1e21', '100000000000000000000', '5e-324'])(
    '%s stays a number',
    (text) => {
      expect(parseForeignJson(`[${text}]`)).toStrictEqual([Number(text)]);
    },
  );

  test.each(['22.0', '1.512037844556E12', '0.10000000000000001', '1352474101.3099999', '0.30000000000000004', '2.50'])(
    '%s, as programs print doubles, stays a number',
    (text) => {
      expect(parseForeignJson(`[${text}]`)).toStrictEqual([Number(text)]);
    },
  );

  test('every double stays one, however it was printed', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, 17), (value, digits) => {
        const isWhole = Number.isInteger(value);
        const text = digits === 0 || isWhole ? JSON.stringify(value) : value.toPrecision(digits);
        expect(parseForeignJson(text)).toBe(Object.is(value, -0) ? 0 : value);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('what cannot be kept as it is becomes its text', () => {
  test.each([
    ...['9007199254740993', '-9007199254740993', '1e400', '-1E+400', '1e-400', '12345678901234567890'],
    ...['0.12345678901234567890', '9007199254740993.0', '1.00000000000000000001', '12345678901234567168'],
    ...['NaN', 'Infinity', '-Infinity'],
  ])('the number %s', (text) => {
    const value = parseForeignJson(`{"a":[1, ${text} ],"b":2}`);
    expect(value).toStrictEqual({ a: [1, text], b: 2 });
    expect(keptAsText(value)).toEqual({ count: 1, places: [['a', '1']] });
  });

  test('a whole number is a number exactly when its digits are those of the double', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), (whole) => {
        const isSame = BigInt(Number(whole)) === whole && !/e/.test(String(Number(whole)));
        const printed = String(Number(whole));
        const value = parseForeignJson(String(whole));
        if (printed === String(whole)) expect(value).toBe(Number(whole));
        else if (!isSame) expect(value).toBe(String(whole));
      }),
      { numRuns: 5_000 },
    );
  });

  test('two numbers that JSON.parse takes for one stay two', () => {
    const [a, b] = parseForeignJson('[9007199254740993,9007199254740992]') as Json[];
    expect(String(a)).not.toBe(String(b));
  });

  test(`what lies deeper than ${DEEPEST_FOREIGN} levels, just as it was written`, () => {
    const inside = ' { "a" : [ "]" , 1e400 ] } ';
    const whole = parseForeignJson(nested(DEEPEST_FOREIGN, '1'));
    expect([depthOf(whole), keptAsText(whole).count]).toEqual([DEEPEST_FOREIGN, 0]);
    const cut = parseForeignJson(nested(DEEPEST_FOREIGN, inside));
    const place = Array.from({ length: DEEPEST_FOREIGN }, () => '0');
    expect(follow(cut, place)).toEqual({ found: true, value: inside.trim() });
    expect(keptAsText(cut)).toEqual({ count: 1, places: [place] });
  });

  test.each([
    ['lists', nested(100_000)],
    ['objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ])('100,000 levels of %s take no stack, and nothing is lost', (_, text) => {
    const value = parseForeignJson(`{"deep":${text},"beside":[1]}`);
    expect(depthOf(value)).toBe(DEEPEST_FOREIGN);
    expect((value as { beside: Json }).beside).toEqual([1]);
    const [place = []] = keptAsText(value).places;
    const kept = follow(value, place);
    expect(kept.found && text.includes(String(kept.value))).toBe(true);
  });

  test('depth that is cut off is no JSON', () => {
    expect(() => parseForeignJson('['.repeat(32_767))).toThrow(SyntaxError);
    expect(() => parseForeignJson(`{"a":${'['.repeat(300)}"`)).toThrow(SyntaxError);
  });
});

describe('what is kept as text is marked', () => {
  test('each object and list knows what is in it', () => {
    const value = parseForeignJson('{"results":[{"id":1},{"id":1e400,"a":{"b~/c":[9007199254740993]}}]}') as {
      results: Json[];
    };
    expect(keptAsText(value).count).toBe(2);
    expect(keptAsText(value.results[0] ?? null).count).toBe(0);
    expect(keptAsText(value.results[1] ?? null).places).toEqual([['id'], ['a', 'b~/c', '0']]);
  });

  test('names are read as JSON reads them, strange ones too', () => {
    const value = parseForeignJson('{"\\u0061\\"":1e400,"__proto__":{"x":NaN},"":{"":1e401}}');
    expect(keptAsText(value).places).toEqual([['a"'], ['__proto__', 'x'], ['', '']]);
  });

  test('of members named alike only the last is there, and marked', () => {
    expect(keptAsText(parseForeignJson('{"a":1e400,"a":1}')).count).toBe(0);
    expect(keptAsText(parseForeignJson('{"a":{"b":1e400},"a":{"c":1e400}}')).places).toEqual([['a', 'c']]);
  });

  test(`at most ${MOST_NAMED} places are named, and all are counted`, () => {
    const value = parseForeignJson(`[${Array.from({ length: 250 }, () => '1e999').join()}]`);
    expect(keptAsText(value).count).toBe(250);
    expect(keptAsText(value).places).toHaveLength(MOST_NAMED);
  });

  test('a text that looks like such a number is a text', () => {
    const value = parseForeignJson('{"a":"9007199254740993","b":"1e400, 1e400","c":"\\":9007199254740993"}');
    expect(keptAsText(value).count).toBe(0);
  });
});

test('millions of zeros are looked at once', () => {
  const text = `0.${'0'.repeat(2_000_000)}1`;
  expect(isExact(text)).toBe(false);
  expect(parseForeignJson(text)).toBe(text);
});
