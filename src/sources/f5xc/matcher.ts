import type { Json } from '../../domain/json.ts';
import type { Words } from '../adapter.ts';

export type Operator = '=' | '!=' | '=~';

/** What can be written between quotes, quotes and backslashes included; how other signs would be read is unknown. */
export function isQuotable(text: string): boolean {
  return text !== '' && !/\p{C}/u.test(text);
}

/** `{user="…",secret_name=~"…"}`: all must match. Undefined when there is nothing to match. */
export function queryOf(words: Words): string | undefined {
  const matchers = Object.entries(words).map(([field, said]) => `${field}${matcherOf(said)}`);
  return matchers.length === 0 ? undefined : `{${matchers.join(',')}}`;
}

function matcherOf(said: Json): string {
  const [operator, value] = said as readonly [Operator, string];
  return `${operator}"${value.replace(/["\\]/g, '\\$&')}"`;
}
