import { assignedSecret, assignmentAfter } from './assigned-secret.ts';
import { dottedTokens } from './dotted-token.ts';
import { jsonEdits } from './json-in-text.ts';
import { decodeJsonString, jsonStringAt } from './json-string.ts';
import { namedSecret } from './named-secret.ts';
import { privateKey } from './private-key.ts';
import { schemeCredential } from './scheme-credential.ts';
import type { SecretNames } from './secret-names.ts';
import { REDACTED } from './secret-value.ts';
import { matchFrom } from './sticky.ts';
import type { TextEdit } from './text-edit.ts';
import { urlPassword } from './url-password.ts';

/** Texts in texts (JSON in a string of JSON) are read this deep; one still deeper that holds escapes goes whole. */
export const DEEPEST_TEXT = 12;

/** One word without dots, as most names and many values are. */
const PLAIN = /^[\w-]*$/;

/** Without one of these a text holds no secret that could be known by its shape. */
const TRIGGER = /[=:"]|--|eyJ|dt0[a-z]\d\d\.|(?:basic|bearer|jwt|oauth|api-?token)(?:[ \t]|%20)/i;

/** Where a secret may begin: a private key, a URL's host, JSON, a JSON string that holds JSON, a quoted name, a word. */
const PLACE =
  /-----BEGIN |:\/\/|\{(?=\s*(?:["}]|$))|\[(?=\s*(?:[{["\]\dtfnNI-]|$))|"(?=[{[])|"(?:[^"\\\r\n]|\\.){1,128}"(?=\s*:)|(?:[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.-]*)/gu;
/** What a word holds that is a token of several parts. */
const DOTTED = /eyJ|dt0/i;

interface Place {
  readonly text: string;
  readonly at: number;
  readonly found: string;
  readonly names: SecretNames;
  /** The edits of a text that a JSON string at this place holds. */
  readonly within: (held: string) => readonly TextEdit[];
}
interface Found {
  readonly edits: readonly TextEdit[];
  /** Where to look on, and from where on for JSON too. */
  readonly next: number;
  readonly nextJson?: number;
}
type Kind = 'pem' | 'url' | 'json' | 'held' | 'quoted' | 'word';

const LOOK: Readonly<Record<Kind, (place: Place) => Found>> = {
  pem: ({ text, at, found }) => past(at + found.length, privateKey(text, at)),
  url: ({ text, at, found }) => past(at + found.length, urlPassword(text, at)),
  json: ({ text, at, names, within }) => {
    const { edits, end, sound } = jsonEdits(text, at, names, within);
    return { edits, next: sound ? end : at + 1, nextJson: past(end, edits).next };
  },
  held: ({ text, at, within }) => {
    const string = jsonStringAt(text, at);
    const held = decodeJsonString(text, string);
    return { edits: within(held.text).map(held.outward), next: string.end };
  },
  quoted: ({ text, at, found, names }) => {
    const name = decodeJsonString(found, { start: 0, end: found.length, cut: false }).text;
    const assignment = names.isSecret(name) ? assignmentAfter(text, at + found.length - 1) : null;
    return past(at + 1, assignment === null ? [] : assignedSecret(text, name, assignment, ''));
  },
  word: ({ text, at, found, names }) => {
    const end = at + found.length;
    const credential = schemeCredential(text, at, end);
    const secret = credential === null ? namedSecret(text, found, at, names) : [credential];
    return past(end, DOTTED.test(found) ? [...dottedTokens(found, at), ...secret] : secret);
  },
};

const KINDS: Readonly<Record<string, Kind>> = { '-': 'pem', ':': 'url', '{': 'json', '[': 'json' };

function kindOf(found: string): Kind {
  if (found.startsWith('"')) return found.length === 1 ? 'held' : 'quoted';
  return KINDS[found.charAt(0)] ?? 'word';
}

function past(next: number, edits: readonly TextEdit[]): Found {
  return { edits, next: edits.reduce((end, edit) => Math.max(end, edit.end), next) };
}

/** The edits that take all secrets out of a text. */
export function secretEdits(text: string, names: SecretNames): readonly TextEdit[] {
  return editsAtDepth(text, names, 0);
}

function editsAtDepth(text: string, names: SecretNames, depth: number): readonly TextEdit[] {
  if (PLAIN.test(text) || !TRIGGER.test(text)) return [];
  if (depth === DEEPEST_TEXT && text.includes('\\')) return [{ start: 0, end: text.length, text: REDACTED }];
  const within = (held: string): readonly TextEdit[] => editsAtDepth(held, names, depth + 1);
  const edits: TextEdit[] = [];
  let jsonFrom = 0;
  for (let match = matchFrom(PLACE, text, 0), at = 0; match !== null; match = matchFrom(PLACE, text, at)) {
    const [found] = match;
    const kind = kindOf(found);
    if (match.index < jsonFrom && (kind === 'json' || kind === 'held')) {
      at = match.index + 1;
    } else {
      const { edits: made, next, nextJson = jsonFrom } = LOOK[kind]({ text, at: match.index, found, names, within });
      for (const edit of made) edits.push(edit);
      at = next;
      jsonFrom = nextJson;
    }
  }
  return edits;
}
