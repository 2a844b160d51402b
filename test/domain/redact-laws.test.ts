import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.ts';
import { BUILT_IN, REDACTED, redact, redactText } from '../../src/domain/redact.ts';

const redacted = (value: Json): Json => redact(value, BUILT_IN);
const redactedText = (text: string): string => redactText(text, BUILT_IN);

/** Pieces that mean something to redaction, to be put together in any order. */
const PIECES = [
  ...[
    '"',
    '\\"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ':',
    '=',
    ',',
    ';',
    '&',
    ' ',
    '\n',
    "'",
    '`',
    '@',
    '/',
    '.',
    '-',
    '<',
    '(',
    ')',
  ],
  ...[
    'password',
    'token',
    'name',
    'value',
    'key',
    'path',
    'old',
    'api key',
    'Cookie',
    'Authorization',
    '--',
    '[REDACTED]',
  ],
  ...[
    'Basic ',
    'Bearer ',
    'JWT ',
    'Digest ',
    'OAuth%20',
    'eyJhbGciOiJI',
    'dt0c01',
    'http://',
    'null',
    'x1',
    'é',
    '\u{1F600}',
  ],
  ...[
    '-----BEGIN PRIVATE KEY-----',
    '-----END PRIVATE KEY-----',
    'pass\\u0077ord',
    '\\u0022',
    '\\u005c',
    '"password":',
  ],
  ...['{"name":"password","value":', '"{\\"token\\":\\"'],
];
const A_TEXT = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary' }),
);
const A_NAME = fc.oneof(A_TEXT, fc.constantFrom('password', 'name', 'field', 'value', 'old', 'X-Token', '__proto__'));

/** An object whose members are as drawn, `__proto__` among them. */
const anObject = (value: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.array(fc.tuple(A_NAME, value), { maxLength: 5 }).map((members) => Object.fromEntries(members));

const { document: A_DOCUMENT } = fc.letrec<{ document: Json }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 4 },
    A_TEXT,
    fc.constantFrom<Json>(null, true, 1.5, -7, '', 'password', 'a/b/secret'),
    fc.array(tie('document'), { maxLength: 4 }),
    anObject(tie('document')),
    tie('document').map((held) => JSON.stringify(held)),
  ),
}));

test('redacting again changes nothing, of a text or of a value', () => {
  fc.assert(
    fc.property(A_TEXT, A_DOCUMENT, (text, value) => {
      const once = redactedText(text);
      expect(redactedText(once)).toBe(once);
      const shown = redacted(value);
      expect(redacted(shown)).toEqual(shown);
    }),
    { numRuns: 5_000 },
  );
});

test('a value and the text that holds it as JSON are redacted alike', () => {
  const holders = fc.oneof(fc.array(A_DOCUMENT), anObject(A_DOCUMENT));
  fc.assert(
    fc.property(holders, (value) => {
      expect(JSON.parse(redactedText(JSON.stringify(value)))).toEqual(redacted(value));
    }),
    { numRuns: 5_000 },
  );
});

/** A value that holds secrets, the same without them, and the secrets. */
interface Planted {
  readonly dirty: Json;
  readonly clean: Json;
  readonly secrets: readonly string[];
}
const A_SECRET = fc.stringMatching(/^S3[a-zA-Z0-9]{10,30}$/);
const A_HARMLESS_TEXT = fc.constantFrom(
  'root',
  '',
  'a "b" \\ c',
  'Überprüfung\n',
  '2024-01-01T00:00:00Z',
  'x: y',
  '{"a":[1]}',
);
const A_LEAF: fc.Arbitrary<Planted> = fc.oneof(
  fc
    .oneof(A_HARMLESS_TEXT, fc.integer(), fc.boolean(), fc.constant(null))
    .map((dirty) => ({ dirty, clean: dirty, secrets: [] })),
  ...[
    ['sent Bearer ', ' twice'],
    ['postgres://root:', '@db/x'],
    ['a?token=', '&b=1'],
    ['dt0c01.PUBLIC.', ''],
    ['{"password":"', '"}'],
  ].map(([before, after]) =>
    A_SECRET.map((secret) => ({
      dirty: `${before}${secret}${after}`,
      clean: `${before}${REDACTED}${after}`,
      secrets: [secret],
    })),
  ),
);
const A_SECRET_MEMBERS: fc.Arbitrary<readonly [string, Planted][]> = A_SECRET.chain((secret) =>
  fc.constantFrom<readonly [string, Planted][]>(
    [['vncPassword', { dirty: secret, clean: REDACTED, secrets: [secret] }]],
    [['accessKeys', { dirty: [secret, { a: secret }], clean: REDACTED, secrets: [secret] }]],
    [['Authorization', { dirty: `Basic ${secret}`, clean: `Basic ${REDACTED}`, secrets: [secret] }]],
    [
      ['field', { dirty: 'a.b.apiKey', clean: 'a.b.apiKey', secrets: [] }],
      ['oldValue', { dirty: { a: secret }, clean: REDACTED, secrets: [secret] }],
    ],
  ),
);

function planted(parts: readonly Planted[], build: (values: readonly Json[]) => Json): Planted {
  return {
    dirty: build(parts.map(({ dirty }) => dirty)),
    clean: build(parts.map(({ clean }) => clean)),
    secrets: parts.flatMap(({ secrets }) => secrets),
  };
}
const { tree: A_PLANTED_TREE } = fc.letrec<{ tree: Planted }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'large' },
    A_LEAF,
    fc.array(tie('tree'), { maxLength: 4 }).map((parts) => planted(parts, (values) => values)),
    fc
      .tuple(fc.dictionary(fc.constantFrom('a', 'ü', 'secret_name', 'tokenId', 'x y'), tie('tree')), A_SECRET_MEMBERS)
      .map(([others, secret]) => [...Object.entries(others), ...secret])
      .map((members) =>
        planted(
          members.map(([, part]) => part),
          (values) => Object.fromEntries(members.map(([name], index) => [name, values[index] ?? null])),
        ),
      ),
    tie('tree').map(({ dirty, clean, secrets }) => ({
      dirty: JSON.stringify({ dump: dirty }),
      clean: JSON.stringify({ dump: clean }),
      secrets,
    })),
  ),
}));

describe('of a document with secrets in it', () => {
  test('nothing but the secrets changes, as a value and as a text', () => {
    fc.assert(
      fc.property(A_PLANTED_TREE, ({ dirty, clean }) => {
        expect(JSON.stringify(redacted(dirty))).toBe(JSON.stringify(clean));
        const pretty = (value: Json): string => JSON.stringify({ dump: value }, null, 2);
        expect(redactedText(pretty(dirty))).toBe(pretty(clean));
      }),
      { numRuns: 3_000 },
    );
  });

  test('no secret survives where its text is cut off, be it in the middle of one', () => {
    fc.assert(
      fc.property(A_PLANTED_TREE, fc.integer({ min: 0, max: 1_000 }), ({ dirty, secrets }, permille) => {
        const text = JSON.stringify({ dump: dirty });
        const shown = redactedText(text.slice(0, Math.ceil((text.length * permille) / 1_000)));
        expect(secrets.filter((secret) => shown.includes(secret.slice(0, 8)))).toEqual([]);
        expect(redactedText(shown)).toBe(shown);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('hostile texts of 100,000 characters come to an end', () => {
  const fragments = [
    ...PIECES,
    ...['"a":', '{"a":', '{"a":1x', '[[', '[1,', 'password=[', 'password="', '"token":{', 'token=&'],
  ];
  const more = [
    'Bearer a="b,',
    '://a:',
    '://a:p/',
    'eyJa.',
    'dt0c01.a.',
    'cookie: a=b; ',
    '--token ',
    'token=\\',
    '"{',
    '"a"  ',
    'token=)',
  ];
  test.each([...fragments, ...more])('%j, over and over', (fragment) => {
    const text = fragment.repeat(Math.ceil(100_000 / fragment.length));
    for (const hostile of [text, `{"a":${text}`, `{"a":"${text}`, JSON.stringify([text]), `password=${text}`]) {
      const shown = redactedText(hostile);
      expect(redactedText(shown)).toBe(shown);
    }
  });
});
