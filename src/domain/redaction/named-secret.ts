import { assignedSecret, assignmentAfter } from './assigned-secret.ts';
import { isProse, valueEnd } from './credential.ts';
import type { SecretNames } from './secret-names.ts';
import { pastMatch } from './sticky.ts';
import type { TextEdit } from './text-edit.ts';

/** The first word of names that are written as two. */
const FIRST_WORD = /(?:^|[^\p{L}\p{N}])(api|access|secret|private|pass)[ \t]$/iu;
const FLAG_BLANK = /[ \t]+(?!-)/y;
const MAY_ASSIGN = /[ \t=:"'`\]\\]/;

/** The edits that take away what follows the word at `at` when it names a secret: `password=x`, `api key: x`, `--password x`. */
export function namedSecret(text: string, word: string, at: number, names: SecretNames): readonly TextEdit[] {
  const end = at + word.length;
  if (!MAY_ASSIGN.test(text[end] ?? '')) return [];
  const assignment = assignmentAfter(text, end);
  if (assignment !== null) {
    const [, firstWord = ''] = FIRST_WORD.exec(text.slice(Math.max(0, at - 9), at)) ?? [];
    const name = firstWord + word;
    return names.isSecret(name) ? assignedSecret(text, name, assignment, text[at - 1] ?? '') : [];
  }
  const value = text.startsWith('--', at - 2) ? pastMatch(FLAG_BLANK, text, end) : null;
  if (value === null || !names.isSecret(word) || isProse(text.slice(value, valueEnd(text, value)))) return [];
  return assignedSecret(text, word, { quote: '', sign: '', at: value }, '');
}
