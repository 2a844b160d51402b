import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import type { Field } from '../../../src/domain/fields.ts';
import { type Is, is, type Test } from '../../../src/domain/filter.ts';
import { compilePattern } from '../../../src/domain/pattern.ts';
import type { Words } from '../../../src/sources/adapter.ts';
import { auditLogs } from '../../../src/sources/f5xc/stream.ts';
import { bodyOf, options, pushdown } from './server.ts';

const eq = (value: string, ignoreCase = false): Test => ({ op: 'eq', value, ignoreCase });
const oneOf = (...values: string[]): Test => ({ op: 'in', values, ignoreCase: false });
const like = (pattern: string): Test => ({ op: 'matches', pattern, ignoreCase: false });

const wordsOf = (leaf: Is, given = options()) => {
  const stream = auditLogs(given);
  return stream.capabilities.filters[leaf.field]?.[leaf.test.op] === undefined ? null : stream.words(leaf);
};
const queryOf = (words: Words) => bodyOf(auditLogs(options()).ask(pushdown({ words }))).query;
const saying = (leaf: Is): unknown => {
  const words = wordsOf(leaf);
  return words && queryOf(words);
};

describe('what F5 is asked', () => {
  it('always has both times, and is by search_after', () => {
    const asked = pushdown({ fromMs: 1_578_277_080_000, untilMs: 1_578_277_081_000, pageSize: 51 });
    expect(auditLogs(options()).ask(asked).request).toEqual({
      method: 'POST',
      path: '/api/secret_management/namespaces/ns-1/voltshare/audit_logs',
      json: {
        namespace: 'ns-1',
        start_time: '2020-01-06T02:18:00.000Z',
        end_time: '2020-01-06T02:18:01.000Z',
        limit: 51,
        sort: 'DESCENDING',
        search_after: true,
      },
    });
  });

  it('is ascending, at most 500, in any namespace, with all that is said', () => {
    const words = { ...wordsOf(is('actor.name', eq('a"b\\c'))), ...wordsOf(is('target.uid', oneOf('x', 'y'))) };
    const asked = pushdown({ direction: 'ASC', pageSize: auditLogs(options()).capabilities.maxPageSize, words });
    const { request } = auditLogs(options({ namespace: 'a/b' })).ask(asked);
    expect(request.path).toBe('/api/secret_management/namespaces/a%2Fb/voltshare/audit_logs');
    expect(request.json).toMatchObject({
      namespace: 'a/b',
      query: '{user="a\\"b\\\\c",secret_name=~"(x|y)"}',
      limit: 500,
      sort: 'ASCENDING',
    });
  });

  it.each<[string, Is, 'exact' | 'wider', string]>([
    ['a user', is('actor.name', eq('a@example.com')), 'exact', '{user="a@example.com"}'],
    ['an address', is('client.ip', { op: 'inBlock', blocks: ['192.0.2.7/32'] }), 'exact', '{src_ip="192.0.2.7"}'],
    ['a secret', is('target.uid', eq('kms')), 'exact', '{secret_name="kms"}'],
    ['any other secret', is('target.uid', eq('kms'), true), 'exact', '{secret_name!="kms"}'],
    ['a secret by its name', is('target.name', eq('kms')), 'exact', '{secret_name="kms"}'],
    ['one of several', is('target.uid', oneOf('a.b', 'c d', '')), 'wider', '{secret_name=~"(a[.]b|c d)"}'],
    ['one of one', is('target.uid', oneOf('a.b')), 'wider', '{secret_name="a.b"}'],
    ['a part of a secret', is('target.uid', like('k.m')), 'wider', ''],
    ['a literal part of a secret', is('target.uid', like('k\\.m')), 'wider', '{secret_name=~".*k[.]m.*"}'],
    ['the beginning of a secret', is('target.uid', like('^kms-')), 'wider', '{secret_name=~"kms-.*"}'],
    ['both ends of a secret', is('target.uid', like('^a.*z$')), 'wider', '{secret_name=~"a.*z"}'],
    ['a whole secret', is('target.uid', like('^kms$')), 'wider', '{secret_name="kms"}'],
    ['an operation in any case', is('action', eq('Encrypt')), 'wider', '{operation=~"[Ee][Nn][Cc][Rr][Yy][Pp][Tt]"}'],
    ['a result', is('outcome', eq('FAILURE')), 'wider', '{result=~"[Ff][Aa][Ii][Ll]"}'],
    [
      'both results',
      is('outcome', oneOf('SUCCESS', 'FAILURE')),
      'wider',
      '{result=~"([Ss][Uu][Cc][Cc][Ee][Ss][Ss]|[Ff][Aa][Ii][Ll])"}',
    ],
  ])('says %s', (_, leaf, mode, query) => {
    expect(auditLogs(options()).capabilities.filters[leaf.field]?.[leaf.test.op]).toBe(mode);
    expect(saying(leaf) ?? '').toBe(query);
  });

  it.each<[string, Is]>([
    ['any other user', is('actor.name', eq('a'), true)],
    ['any other result', is('outcome', eq('FAILURE'), true)],
    ['what does not match', is('target.uid', like('^a'), true)],
    ['a test blind to case', is('actor.name', eq('a', true))],
    ['an empty text', is('actor.name', eq(''))],
    ['an empty operation', is('action', eq(''))],
    ['none of a list', is('target.uid', oneOf(''))],
    ['an unknown outcome', is('outcome', oneOf('SUCCESS', 'UNKNOWN'))],
    ['a value over two lines', is('actor.name', eq('a\nb'))],
    ['a pattern of its own', is('target.uid', like('^[ab]$'))],
    ['a bracket in a pattern', is('target.uid', like('a\\[b'))],
    ['a pattern for nothing', is('target.uid', like('^$'))],
    ['an expression that is too long', is('target.uid', oneOf('a'.repeat(600), 'b'.repeat(600)))],
    ['a block of addresses', is('client.ip', { op: 'inBlock', blocks: ['192.0.2.0/24'] })],
    ['an IPv6 address', is('client.ip', { op: 'inBlock', blocks: ['2001:db8::1'] })],
    ['a field of another name', is('client.origin', eq('US'))],
  ])('does not say %s', (_, leaf) => {
    expect(wordsOf(leaf)).toBeNull();
  });

  it('leaves out matchers and expressions that a tenant does not know', () => {
    const given = options({ matchers: ['user'], regexes: false });
    expect(wordsOf(is('actor.name', eq('a')), given)).toEqual({ user: ['=', 'a'] });
    expect(wordsOf(is('target.uid', eq('a')), given)).toBeNull();
    expect(wordsOf(is('action', eq('Encrypt')), options({ regexes: false }))).toBeNull();
    expect(wordsOf(is('target.uid', oneOf('a')), options({ regexes: false }))).toEqual({ secret_name: ['=', 'a'] });
  });

  it('says any value as that value, or not at all', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const query = saying(is('actor.name', eq(value)));
        if (query !== null) expect(parsed(String(query))).toEqual([{ field: 'user', operator: '=', value }]);
        else expect(value).toMatch(/^$|\p{C}/u);
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds any value by an expression, whether the vendor anchors it or not', () => {
    fc.assert(
      fc.property(hostile, hostile, fc.boolean(), (value, other, anchored) => {
        fc.pre(value !== '');
        const tests = [oneOf(value, other), like(`^${RE2JS.quote(value)}`), like(`${RE2JS.quote(value)}$`)];
        for (const test of tests) {
          const query = saying(is('target.uid', test));
          if (query === null) continue;
          const [matcher] = parsed(String(query));
          expect(vendorMatches(matcher, value, anchored)).toBe(true);
          if (anchored && test.op === 'in') expect(vendorMatches(matcher, `${value}x${other}`, true)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });
});

const parts = fc.constantFrom('a', 'b', '.*', '\\.', '.', '$', '\\$', 'A');

it('is never asked less by a pattern than the pattern means', () => {
  const patterns = fc.tuple(fc.constantFrom('', '^'), fc.array(parts, { maxLength: 5 }), fc.constantFrom('', '$'));
  fc.assert(
    fc.property(patterns, fc.stringMatching(/^[abA.$]{1,6}$/), fc.boolean(), ([start, body, end], value, anchored) => {
      const pattern = `${start}${body.join('')}${end}`;
      const query = saying(is('target.uid', like(pattern)));
      if (query === null || !compilePattern(pattern, false)(value)) return;
      expect(vendorMatches(parsed(String(query))[0], value, anchored)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^["\\{}=~!,.*+?()|[\]^$a-z/@#&<> -]{1,12}$/),
);

interface Matcher {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
}

/** The vendor's own reading: matchers between braces, values between quotes, a backslash before quote and backslash. */
function parsed(query: string): readonly Matcher[] {
  const matchers: Matcher[] = [];
  const form = /([a-z_]+)(=~|!~|!=|=)"((?:[^"\\]|\\["\\])*)"(,|\}$)/sy;
  form.lastIndex = 1;
  for (let found = form.exec(query); found; found = form.exec(query)) {
    const [, field = '', operator = '', value = ''] = found;
    matchers.push({ field, operator, value: value.replace(/\\(["\\])/g, '$1') });
    if (form.lastIndex === query.length) return matchers;
  }
  throw new Error(`expected matchers, but got ${query}`);
}

function vendorMatches(matcher: Matcher | undefined, value: string, anchored: boolean): boolean {
  if (matcher?.operator === '=') return value === matcher.value;
  const regex = RE2JS.compile(matcher?.value ?? '').matcher(value);
  return anchored ? regex.matches() : regex.find();
}

describe('what is known of F5 before it is asked', () => {
  const text = (field: Field, value: string, negated = false) => is(field, eq(value), negated);
  it.each<[string, Is, boolean | undefined]>([
    ['its category', text('category', 'API_CALL'), true],
    ['another category', text('category', 'TASK'), false],
    ['not another category', text('category', 'TASK', true), true],
    ['its operation', is('operation', oneOf('READ', 'EXECUTE')), true],
    ['a session', is('sessionId', { op: 'exists' }), false],
    ['a message that is not', text('message', 'x', true), true],
    ['a duration', is('durationMs', { op: 'range', min: 0, max: null }), false],
    ['all its record types', is('recordType', { op: 'under', values: ['voltshare'] }), true],
    ['some record type', text('recordType', 'voltshare.encrypt'), undefined],
    ['a foreign record type', text('recordType', 'rpc'), false],
    ['no foreign record type', text('recordType', 'voltshares', true), true],
    ['a record type blind to case', is('recordType', eq('RPC', true)), undefined],
    ['a user', text('actor.name', 'a'), undefined],
  ])('%s', (_, leaf, expected) => {
    expect(auditLogs(options()).foresee(leaf)).toBe(expected);
  });
});
