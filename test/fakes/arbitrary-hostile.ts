import fc from 'fast-check';

/** Values as JSON text that no vendor promises and any may send. */
const VALUES: readonly string[] = [
  ...['1e400', '-1e400', '1e-400', '-0', '9007199254740993', '18446744073709551616', '0.12345678901234567890', 'NaN'],
  ...['null', 'true', '""', '" "', '{}', '[]', '[[]]', '[null]', '{"":""}'],
  ...['"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"\\ufeffx\\ufeff"', '"\\u202e"', '"e\\u0301"', '"\\u001f\\u007f"'],
  ...['"[REDACTED]"', '"password=x"', '"Bearer aaaa.bbbb.cccc"', '"=cmd|x"', '"\\\\N"', '"a\\tb\\r\\nc"', `"'; --"`],
  ...['{"__proto__":{"a":1},"constructor":1,"toString":2}', '{"a":1,"a":2}', '{"field":"password","value":[1e400]}'],
  ...[
    '"2024-13-45T99:99:99Z"',
    '-62135596800001',
    '"1e400"',
    '"999.999.999.999"',
    '"::ffff:1.2.3.4"',
    '"1.2.3.4:70000"',
  ],
];

const nested = (open: string, close: string) => (depth: number) => `${open.repeat(depth)}1e400${close.repeat(depth)}`;

const depths = fc.constantFrom(1, 99, 100, 101, 3_000);

/** Long and not to be compressed: PostgreSQL indexes no such thing. */
const longText = fc.tuple(fc.constantFrom(2_700, 8_200), fc.nat()).map(([length, seed]) => {
  let state = seed + 1;
  const characters = Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  });
  return JSON.stringify(characters.join(''));
});

/** A value as JSON text. */
export function aHostileValue(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...VALUES) },
    depths.map(nested('[', ']')),
    depths.map(nested('{"a":', '}')),
    depths.map((depth) => JSON.stringify(nested('[', ']')(depth))),
    longText,
    fc.json({ maxDepth: 4 }),
    fc.string({ unit: 'binary', maxLength: 40 }).map((text) => JSON.stringify(text)),
    fc
      .nat({ max: 300 })
      .map((width) => JSON.stringify(Object.fromEntries(Array.from({ length: width }, (_, n) => [`k${n}`, n])))),
  );
}

/** What some of these members of a record, and a few that it has not, are made to hold. */
export function hostileMembers(names: readonly string[]): fc.Arbitrary<readonly (readonly [string, string])[]> {
  const name = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...names) },
    fc.constantFrom('', '__proto__x', 'pass word', 'x'.repeat(3_000), '\ufeffname', 'a/b~c'),
  );
  return fc.uniqueArray(fc.tuple(name, aHostileValue()), { minLength: 1, maxLength: 6, selector: ([each]) => each });
}
