import type { z } from 'zod';
import { shown } from '../../domain/input-error.ts';
import { didYouMean } from './did-you-mean.ts';
import { knownKeys } from './known-keys.ts';
import { at, type Path, valueAt } from './path.ts';

type Issue = z.core.$ZodIssue;

/** Keys whose values may be shown: they hold nothing secret. All others are described by their type alone. */
const SHOWABLE =
  /^(server|limits|redaction)\b|^sources\[\d+\]\.(id|name|kind|mode|timeoutMs|maxConcurrent|requestsPerSecond|pageSize|maxScan|latenessSeconds|pollSeconds|backfillFrom|tls(\..*)?)$/;

/**
 * One line per problem: the key's path, what was expected, what was found. `schema` is what did not fit, `root` the whole file,
 * `base` where the issue's path starts.
 */
export function describeIssue(
  issue: Issue,
  schema: z.core.$ZodType,
  root: unknown,
  base: Path,
  above: Path = [],
): readonly string[] {
  const below = [...above, ...issue.path];
  const path = [...base, ...below];
  if (issue.code === 'unrecognized_keys') {
    const names = knownKeys(schema, below);
    return issue.keys.map((key) => `${at([...path, key])}: expected no such key here, but got one${meant(key, names)}`);
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const [closest] = issue.errors.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length);
    if (closest && depth(closest) > 0)
      return closest.flatMap((inner) => describeIssue(inner, schema, root, base, below));
  }
  return [`${at(path)}: expected ${expectation(issue)}, but got ${found(valueAt(root, path), at(path))}`];
}

function meant(key: string, names: readonly string[]): string {
  const name = didYouMean(key, names);
  return name === null ? '' : `; did you mean ${name}?`;
}

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map(({ path, code }) => path.length + (code === 'unrecognized_keys' ? 1 : 0)));
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return NAMES[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return bound('at least', issue.minimum, issue.origin);
    case 'too_big':
      return bound('at most', issue.maximum, issue.origin);
    case 'invalid_format':
      return issue.format === 'regex' ? `a text like ${issue.pattern}` : `a text in the form of ${issue.format}`;
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_union':
      return issue.errors.flatMap((errors) => errors.slice(0, 1).map(expectation)).join(' or ') || 'another shape';
    case 'unrecognized_keys':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return issue.message.replace(/^expected /, '');
  }
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
};

function bound(word: string, limit: number | bigint, origin: string): string {
  if (origin === 'string') return `a text of ${word} ${limit} characters`;
  return origin === 'array' ? `a list of ${word} ${limit}` : `a number of ${word} ${limit}`;
}

function found(value: unknown, key: string): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (SHOWABLE.test(key)) return shown(value);
  if (typeof value === 'string') return value === '' ? 'an empty text' : `a text of ${value.length} characters`;
  return typeof value === 'boolean' ? 'true or false' : `a ${typeof value}`;
}
