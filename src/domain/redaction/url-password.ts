import { REDACTED } from './secret-value.ts';
import { matchFrom } from './sticky.ts';
import type { TextEdit } from './text-edit.ts';

/**
 * The `user:` of `scheme://user:password@host` and the password: all up to the last `@` before the path, or, where that is
 * no port, up to an `@` after a slash that should have been escaped, or to the end of a text that is cut off before the `@`.
 */
const USER_INFO =
  /:\/\/([^\s/?#:[\]"'`<>]*:)(?:([^\s/?#"'`<>]+)@|(?!\d*(?:[/?#]|$))(?:((?:(?!:\/\/)[^\s@"'`<>]){1,256})@|([^\s/?#@"'`<>]+)$))/y;

/** The edit, if any, that takes away the password of the URL whose `://` is at `start`. */
export function urlPassword(text: string, start: number): readonly TextEdit[] {
  const found = matchFrom(USER_INFO, text, start);
  if (found === null) return [];
  const [, user = '', ...passwords] = found;
  const from = start + '://'.length + user.length;
  return [{ start: from, end: from + passwords.join('').length, text: REDACTED }];
}
