import { RE2JS } from 're2js';
import { fault } from './fault.ts';
import type { Member, Members } from './index-of-lines.ts';

export type Operator = '=' | '!=' | '=~' | '!~';

export interface Matcher {
  readonly field: string;
  readonly operator: Operator;
  readonly value: string;
}

export type LineTest = (members: Members) => boolean;

const FIELDS: readonly Member[] = ['user', 'src_ip', 'secret_name', 'author_tenant', 'operation', 'result', 'country'];
const MATCHER = /\s*([A-Za-z_]\w*)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\["\\])*)"\s*/y;

/** `{field="value",other=~"pattern"}`: all must hold. No text and `{}` hold for every line. */
export function readQuery(text: string): readonly Matcher[] {
  const query = text.trim();
  if (query === '') return [];
  const malformed = (at: number) =>
    fault(3, `invalid query at position ${at}: expected {field="value",...} with =, !=, =~ or !~, got ${query}`);
  if (!query.startsWith('{') || !query.endsWith('}')) throw malformed(0);
  if (/^\{\s*\}$/.test(query)) return [];
  const matchers: Matcher[] = [];
  for (let at = 0; at < query.length - 1; ) {
    MATCHER.lastIndex = at + 1;
    const [, field, operator, value = ''] = MATCHER.exec(query) ?? [];
    if (field === undefined) throw malformed(at + 1);
    matchers.push({ field, operator: operator as Operator, value: value.replace(/\\(["\\])/g, '$1') });
    at = MATCHER.lastIndex;
    if (query[at] !== ',' && at !== query.length - 1) throw malformed(at);
  }
  return matchers;
}

/** A field that the log does not have matches nothing, whatever the operator. */
export function testOf(matchers: readonly Matcher[], anchored: boolean): LineTest {
  const tests = matchers.map((matcher) => {
    const member = FIELDS.find((known) => known === matcher.field);
    const test = memberTest(matcher, anchored);
    return (members: Members) => member !== undefined && test(members[member]);
  });
  return (members) => tests.every((test) => test(members));
}

function memberTest({ operator, value }: Matcher, anchored: boolean): (held: string | undefined) => boolean {
  const isEqual = operator === '=' || operator === '!=';
  const has = isEqual ? (held: string) => held === value : remembered(patternTest(value, anchored));
  const wanted = operator === '=' || operator === '=~';
  return (held) => (held !== undefined && has(held)) === wanted;
}

function patternTest(pattern: string, anchored: boolean): (held: string) => boolean {
  try {
    const compiled = RE2JS.compile(pattern);
    return anchored ? (held) => compiled.matcher(held).matches() : (held) => compiled.matcher(held).find();
  } catch (error) {
    throw fault(
      3,
      `invalid regular expression "${pattern}": ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Members have few values: each is put to the pattern once. */
function remembered(test: (held: string) => boolean): (held: string) => boolean {
  const known = new Map<string, boolean>();
  return (held) => {
    const before = known.get(held);
    if (before !== undefined) return before;
    const answer = test(held);
    known.set(held, answer);
    return answer;
  };
}
