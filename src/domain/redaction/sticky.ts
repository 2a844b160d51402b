/** Where the match of a sticky pattern that begins at `at` ends; null when it does not match there. */
export function pastMatch(sticky: RegExp, text: string, at: number): number | null {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : null;
}

/** The match of a sticky or global pattern from `at` on. */
export function matchFrom(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
