import { RE2JS } from 're2js';
import { shown } from './input-error.ts';
import { patternSize } from './pattern-size.ts';

/** The longest pattern, in UTF-16 units, and the largest program it may compile to, in the engine's instructions. */
export const MAX_PATTERN_LENGTH = 4_096;
export const MAX_PATTERN_PROGRAM = 10_000;
/** The most that a pattern may seem to need, by `patternSize`, before it is compiled at all. */
export const MAX_PATTERN_SIZE = 2 * MAX_PATTERN_PROGRAM;
/** So much of what the engine says of a pattern is passed on: it may repeat all of it. */
const MAX_REASON = 200;
/** So many compiled patterns are kept: each is needed more than once in one request. */
const KEPT_PATTERNS = 100;

/** A pattern that cannot be used. Its message says what was expected and what was found. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
  readonly code = 'BAD_PATTERN';
}

/** Whether an RE2 expression matches somewhere in a text, in time linear in the text. Throws a `PatternError`. */
export function compilePattern(pattern: string, ignoreCase: boolean): (text: string) => boolean {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw new PatternError(
      `expected an RE2 expression of at most ${MAX_PATTERN_LENGTH} characters, but got one of ${pattern.length}`,
    );
  }
  const size = patternSize(pattern, ignoreCase);
  if (size > MAX_PATTERN_SIZE) {
    throw new PatternError(
      `expected an RE2 expression of at most ${MAX_PATTERN_PROGRAM} steps, but got one of about ${size}`,
    );
  }
  const compiled = known(pattern, ignoreCase);
  if (compiled.programSize() > MAX_PATTERN_PROGRAM) {
    throw new PatternError(
      `expected an RE2 expression of at most ${MAX_PATTERN_PROGRAM} steps, but got one of ${compiled.programSize()}`,
    );
  }
  return (text) => compiled.test(text);
}

const kept = new Map<string, RE2JS>();

function known(pattern: string, ignoreCase: boolean): RE2JS {
  const key = `${ignoreCase ? 'i' : '-'}${pattern}`;
  const compiled = kept.get(key) ?? compile(pattern, ignoreCase);
  kept.delete(key);
  kept.set(key, compiled);
  for (const oldest of kept.keys()) if (kept.size > KEPT_PATTERNS) kept.delete(oldest);
  return compiled;
}

function compile(pattern: string, ignoreCase: boolean): RE2JS {
  try {
    return RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/^error parsing regexp: /, '') : String(cause);
    throw new PatternError(`expected an RE2 expression, but got ${shown(pattern)}: ${cut(reason)}`, { cause });
  }
}

function cut(reason: string): string {
  return reason.length <= MAX_REASON ? reason : `${reason.slice(0, MAX_REASON - 1)}…`;
}

/** A part of a whole value: just this text, or any text at all, even none. */
export type Piece = { readonly kind: 'literal'; readonly text: string } | { readonly kind: 'any' };

/** What a simple pattern is made of: `.*`, an escaped sign, or characters that stand for themselves. */
const SIMPLE = /\.\*|\\[!-/:-@[-`{-~]|[^\\^$.|?*+()[{]+/gsu;

/**
 * What a value must look like as a whole to match a pattern of literal text, `.*`, and `^` and `$` at its ends: pieces
 * in their order, no two alike side by side. Null for any other pattern, and where case is ignored. `any` is wider than
 * `.*`, which stops at a line's end: who sends these pieces elsewhere still tests the pattern itself.
 */
export function literalOf(pattern: string, ignoreCase = false): readonly Piece[] | null {
  const fromStart = pattern.startsWith('^');
  const toEnd = pattern.endsWith('$') && !endsEscaped(pattern);
  const body = pattern.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined);
  const tokens = body.match(SIMPLE) ?? [];
  if (ignoreCase || tokens.join('') !== body) return null;
  return joined([fromStart ? '' : '.*', ...tokens, toEnd ? '' : '.*']);
}

function endsEscaped(pattern: string): boolean {
  const [backslashes = ''] = /\\*(?=\$$)/.exec(pattern) ?? [];
  return backslashes.length % 2 === 1;
}

function joined(tokens: readonly string[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const token of tokens) {
    const last = pieces.at(-1);
    const text = token.startsWith('\\') ? token.slice(1) : token;
    if (token === '.*') {
      if (last?.kind !== 'any') pieces.push({ kind: 'any' });
    } else if (last?.kind === 'literal') pieces[pieces.length - 1] = { kind: 'literal', text: last.text + text };
    else if (text !== '') pieces.push({ kind: 'literal', text });
  }
  return pieces;
}
