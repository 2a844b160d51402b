import fc from 'fast-check';
import {
  aFilter,
  aJson,
  aLength,
  aLevel,
  aNumber,
  aText,
  aWideList,
  listed,
  nested,
} from './arbitrary-request-text.ts';

/** One HTTP request: a POST with this body, or a GET without one. */
export interface HostileRequest {
  readonly path: string;
  readonly body: string | null;
}

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
