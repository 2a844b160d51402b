import fc from 'fast-check';

/** One HTTP request: a POST with this body, or a GET without one. */
export interface HostileRequest {
  readonly path: string;
  readonly body: string | null;
}

const aLength = () => fc.constantFrom(0, 1, 2, 100, 999, 1_001, 9_999, 12_000, 33_000);
const aLevel = () => fc.constantFrom(1, 5, 50, 99, 105, 150, 2_000, 50_000);

/** Texts that somebody may stumble over. Long ones come from few characters. */
const aText = (): fc.Arbitrary<string> =>
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

const aPattern = (): fc.Arbitrary<string> =>
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
const aNumber = () =>
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

const nested = (levels: number, open: string, close: string, inner: string) =>
  open.repeat(levels) + inner + close.repeat(levels);
const listed = (length: number, item: (index: number) => string) =>
  `[${Array.from({ length }, (_, index) => item(index)).join(',')}]`;

const aScalar = (): fc.Arbitrary<string> =>
  fc.oneof(
    aText().map((text) => JSON.stringify(text)),
    aNumber(),
    fc.constantFrom('null', 'true', '[]', '{}'),
  );

/** Any JSON, as a text: small and odd, deep, or wide. */
const aJson = (): fc.Arbitrary<string> =>
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

const aWideList = (item: (index: number) => string) => aLength().map((length) => listed(length, item));

const member = (name: string, value: fc.Arbitrary<string>) => value.map((text) => `"${name}":${text}`);
const object = (members: readonly fc.Arbitrary<string>[], maxLength: number) =>
  fc.array(fc.oneof(...members), { maxLength }).map((parts) => `{${parts.join(',')}}`);

const aTextTest = (): fc.Arbitrary<string> =>
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

const aLeaf = (): fc.Arbitrary<string> =>
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

const aFilter = (): fc.Arbitrary<string> =>
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

const posted = (query: string, variables: string): HostileRequest => ({
  path: '/graphql',
  body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
});
const got = (path: string, parts: Readonly<Record<string, string>>): HostileRequest => ({
  path: `${path}?${new URLSearchParams(parts)}`,
  body: null,
});
const repeated = (times: number, part: (index: number) => string) =>
  Array.from({ length: times }, (_, index) => part(index)).join(' ');

const PAGE = 'query ($f: AuditEventFilter) { auditEvents(filter: $f) { nodes { id message raw } totalCount } }';
const RECORD = 'mutation ($e: [AuditEventInput!]!) { recordAuditEvents(input: { events: $e }) { recorded folded } }';
const CONFIG = 'mutation ($t: [String!]) { auditConfig(input: { dryRun: true, disabledTypes: $t }) { pruned } }';

const anEvent = (): fc.Arbitrary<string> =>
  fc
    .tuple(aText(), aText(), aJson(), aNumber())
    .map(
      ([action, message, details, duration]) =>
        `{"action":${JSON.stringify(action)},"recordType":"hostile.kind","message":${JSON.stringify(message)},"details":${details}${duration === '0' ? `,"durationMs":${duration}` : ''}}`,
    );

const aQueryText = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          '{',
          '}',
          '(',
          ')',
          '[',
          ']',
          'a',
          ':',
          '$',
          '@skip(if: true)',
          '...',
          'on',
          'query',
          'fragment',
          '"',
          '1e400',
          '!',
          '#',
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join(' ')),
    aLevel().map((levels) => nested(levels, '{ a ', ' }', '')),
    aLevel().map((levels) => `{ auditEvents(filter: ${nested(levels, '{ not: ', ' }', '{}')}) { totalCount } }`),
    fc
      .nat(300)
      .map(
        (times) =>
          `{ ${repeated(times, (index) => `a${index}: auditEvents(first: ${index % 3}) { nodes { id raw } }`)} }`,
      ),
    fc.nat(300).map((times) => `{ ${repeated(times, () => 'auditEvents { totalCount }')} }`),
    fc
      .nat(300)
      .map(
        (times) =>
          `{ ${repeated(times, (index) => `a${index}: __schema { types { fields { name type { name } } } }`)} }`,
      ),
    fc
      .nat(900)
      .map((times) => `{ ...f0 } ${repeated(times, (index) => `fragment f${index} on Query { ...f${index + 1} }`)}`),
    fc.constantFrom(
      'subscription ($no: Boolean = false) { auditEventAdded @skip(if: $no) { cursor } }',
      'subscription { auditEventAdded(after: "x") { cursor } }',
      '{ auditEvents(filter: { durationMs: { min: 1e400 } }) { totalCount } }',
      '{ auditEvents(first: 1, last: 1) { totalCount } }',
      '{ auditEvents(first: -1) { totalCount } }',
      '{ auditEvents(first: 99999999999) { totalCount } }',
    ),
    aText().map(
      (text) =>
        `{ node(id: ${JSON.stringify(text)}) { id } auditEvents(after: ${JSON.stringify(text)}) { totalCount } }`,
    ),
  );

/** A request such as nobody means well with: each must be answered, or refused as the mistake of whoever sent it. */
export function aRequest(): fc.Arbitrary<HostileRequest> {
  return fc.oneof(
    { weight: 8, arbitrary: aFilter().map((filter) => posted(PAGE, `{"f":${filter}}`)) },
    {
      weight: 3,
      arbitrary: fc.array(anEvent(), { maxLength: 4 }).map((events) => posted(RECORD, `{"e":[${events.join(',')}]}`)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          aLength(),
          fc.constantFrom('{}', '{"action":"a","recordType":"hostile"}', '{"action":"","recordType":""}'),
        )
        .map(([length, event]) => posted(RECORD, `{"e":${listed(length, () => event)}}`)),
    },
    { weight: 1, arbitrary: aWideList((index) => `"t${index}"`).map((types) => posted(CONFIG, `{"t":${types}}`)) },
    {
      weight: 1,
      arbitrary: aWideList((index) => `"id${index}"`).map((ids) =>
        posted('query ($i: [ID!]!) { nodes(ids: $i) { id } }', `{"i":${ids}}`),
      ),
    },
    { weight: 5, arbitrary: aQueryText().map((query) => posted(query, '{}')) },
    { weight: 1, arbitrary: aJson().map((body): HostileRequest => ({ path: '/graphql', body })) },
    { weight: 1, arbitrary: aText().map((body): HostileRequest => ({ path: '/graphql', body })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(aText(), aText())
        .filter(([a, b]) => a.length + b.length < 2_000 && a.isWellFormed() && b.isWellFormed())
        .map(([variables, extensions]) => got('/graphql', { query: '{__typename}', variables, extensions })),
    },
    {
      weight: 2,
      arbitrary: aFilter()
        .filter((filter) => filter.length < 4_000)
        .map((filter) => got('/export', { filter })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(aText(), aText())
        .filter(([a, b]) => a.length + b.length < 2_000 && a.isWellFormed() && b.isWellFormed())
        .map(([from, sort]) => got('/export', { from, sort })),
    },
  );
}
