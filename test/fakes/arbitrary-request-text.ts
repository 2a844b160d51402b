import fc from 'fast-check';

export const aLength = () => fc.constantFrom(0, 1, 2, 100, 999, 1_001, 9_999, 12_000, 33_000);
export const aLevel = () => fc.constantFrom(1, 5, 50, 99, 105, 150, 2_000, 50_000);

/** Texts that somebody may stumble over. Long ones come from few characters. */
export const aText = (): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        '',
        '\0',
        '\ud800',
        '\ufeffa',
        'й'.repeat(300),
        'toString',
        '__proto__',
        '%',
        '\\',
        "'",
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('x', 'й', 'a b ', '10.1.', 'password='), aLength())
        .map(([part, times]) => part.repeat(times)),
    },
  );

export const aPattern = (): fc.Arbitrary<string> =>
  fc.oneof(
    aText(),
    fc
      .tuple(
        fc.constantFrom('a{1000}', '(.*a){9}', '(', '[b-\\x{1fffe}]', '(a|b)*', '\\pL', '(?:', '[^a]{500}', '.*'),
        fc.nat(600),
      )
      .map(([part, times]) => part.repeat(times)),
  );

/** A number as JSON writes it, which JavaScript may not be able to hold. */
export const aNumber = () =>
  fc.constantFrom(
    '0',
    '-0',
    '1e400',
    '-1e400',
    '1e-400',
    '9007199254740993',
    '0.1000000000000000055',
    '1'.repeat(400),
    '2147483648',
  );

export const nested = (levels: number, open: string, close: string, inner: string) =>
  open.repeat(levels) + inner + close.repeat(levels);
export const listed = (length: number, item: (index: number) => string) =>
  `[${Array.from({ length }, (_, index) => item(index)).join(',')}]`;

export const aScalar = (): fc.Arbitrary<string> =>
  fc.oneof(
    aText().map((text) => JSON.stringify(text)),
    aNumber(),
    fc.constantFrom('null', 'true', '[]', '{}'),
  );

/** Any JSON, as a text: small and odd, deep, or wide. */
export const aJson = (): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: aScalar() },
    { weight: 2, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.tuple(aLevel(), aScalar()).map(([levels, inner]) => nested(levels, '[', ']', inner)) },
    {
      weight: 1,
      arbitrary: fc.tuple(aLevel(), aScalar()).map(([levels, inner]) => nested(levels, '{"a":', '}', inner)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(aLength(), aScalar())
        .filter(([length, item]) => length * item.length < 2_000_000)
        .map(([length, item]) => listed(length, () => item)),
    },
  );

export const aWideList = (item: (index: number) => string) => aLength().map((length) => listed(length, item));

export const member = (name: string, value: fc.Arbitrary<string>) => value.map((text) => `"${name}":${text}`);
export const object = (members: readonly fc.Arbitrary<string>[], maxLength: number) =>
  fc.array(fc.oneof(...members), { maxLength }).map((parts) => `{${parts.join(',')}}`);

export const aTextTest = (): fc.Arbitrary<string> =>
  object(
    [
      ...['eq', 'ne', 'contains', 'startsWith', 'endsWith'].map((name) =>
        member(
          name,
          aText().map((text) => JSON.stringify(text)),
        ),
      ),
      ...['matches', 'notMatches'].map((name) =>
        member(
          name,
          aPattern().map((text) => JSON.stringify(text)),
        ),
      ),
      ...['in', 'notIn'].map((name) =>
        member(
          name,
          aWideList((index) => `"w${index}"`),
        ),
      ),
      member('ignoreCase', fc.constantFrom('true', 'false')),
      member('exists', aScalar()),
    ],
    4,
  );

export const aLeaf = (): fc.Arbitrary<string> =>
  fc.oneof(
    ...['action', 'recordType', 'message', 'sessionId', 'changedPath'].map((name) => member(name, aTextTest())),
    member(
      'actor',
      fc.tuple(aTextTest(), aTextTest()).map(([uid, name]) => `{"uid":${uid},"name":${name}}`),
    ),
    member(
      'client',
      aWideList((index) => `"10.${index >> 8}.${index & 255}.0/25"`).map((ip) => `{"ip":${ip}}`),
    ),
    member(
      'client',
      aWideList((index) => `"2001:db8:${index.toString(16)}::/64"`).map((ip) => `{"ip":${ip}}`),
    ),
    member(
      'recordTypeUnder',
      aWideList((index) => `"t${index % 90}.${index}"`),
    ),
    member('sources', fc.constantFrom('["gateway"]', '["nobody"]', '[]')),
    member(
      'occurredAt',
      fc.tuple(aScalar(), aScalar()).map(([from, to]) => `{"from":${from},"to":${to}}`),
    ),
    member(
      'durationMs',
      fc.tuple(aNumber(), aScalar()).map(([min, max]) => `{"min":${min},"max":${max}}`),
    ),
    member(
      'raw',
      fc
        .tuple(fc.constantFrom('""', '"/a"', '"a"', '"/~2"'), aJson())
        .map(([path, value]) => `[{"path":${path},"equals":${value}}]`),
    ),
    member(
      'text',
      fc
        .tuple(fc.constantFrom('w', 'й', '1.'), aLength())
        .map(([word, length]) => JSON.stringify(Array.from({ length }, (_, index) => `${word}${index}`).join(' '))),
    ),
    member(
      'text',
      aText().map((text) => JSON.stringify(text)),
    ),
    member('unknown', aScalar()),
  );

export const aFilter = (): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 5, arbitrary: fc.array(aLeaf(), { minLength: 1, maxLength: 3 }).map((parts) => `{${parts.join(',')}}`) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('and', 'or'), aLength(), aLeaf())
        .filter(([, length, leaf]) => length * leaf.length < 2_000_000)
        .map(([name, length, leaf]) => `{"${name}":${listed(length, () => `{${leaf}}`)}}`),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(aLevel(), aLeaf()).map(([levels, leaf]) => nested(levels, '{"not":', '}', `{${leaf}}`)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(aLevel(), aLeaf()).map(([levels, leaf]) => nested(levels, '{"or":[', ']}', `{${leaf}}`)),
    },
  );
