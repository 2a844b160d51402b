import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { secretMembers, secretOfPair } from './redaction/secret-members.ts';
import { type SecretNames, secretNames } from './redaction/secret-names.ts';
import { secretEdits } from './redaction/secret-text.ts';
import { REDACTED, withoutSecret } from './redaction/secret-value.ts';
import { applyEdits } from './redaction/text-edit.ts';
import { rewriteJson } from './rewrite-json.ts';

export { REDACTED } from './redaction/secret-value.ts';

/**
 * What is secret besides the built-in names: every name that, in lower case and with all but letters and digits dropped, ends
 * in one of `keys`, taken the same way. A key without letters and digits adds nothing.
 */
export interface RedactionRules {
  readonly keys: readonly string[];
}

/** Nothing besides the built-in names. Ids are computed from what these rules leave, so what they leave never changes. */
export const BUILT_IN: RedactionRules = Object.freeze({ keys: Object.freeze([]) });

/** A text is read again after secrets were taken out of it, until there are none; one that never ends so goes whole. */
const MOST_ROUNDS = 5;

const compiled = new WeakMap<RedactionRules, SecretNames>();

function namesOf(rules: RedactionRules): SecretNames {
  const names = compiled.get(rules) ?? secretNames(rules.keys);
  compiled.set(rules, names);
  return names;
}

/**
 * The value without its secrets, `[REDACTED]` in their place: of members that a secret's name stands before or beside all but
 * null, booleans, empty texts and the scheme word of a header; of texts, member names included, what `redactText` takes.
 * All else is as it was, in its order; redacting again changes nothing.
 */
export function redact(value: Json, rules: RedactionRules): Json {
  const names = namesOf(rules);
  return rewriteJson(value, (part) => {
    if (typeof part === 'string') return redactText(part, rules);
    if (Array.isArray(part)) return part.map((item: Json) => redactPair(item, names));
    return isJsonObject(part) ? redactMembers(part, names, rules) : part;
  });
}

/**
 * The text without the secrets that can be told by their shape, and without those in JSON it holds, which may be cut off;
 * not one other character changes. Takes time in proportion to the text.
 */
export function redactText(text: string, rules: RedactionRules): string {
  const names = namesOf(rules);
  let before = text;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const after = applyEdits(before, secretEdits(before, names));
    if (after === before) return after;
    before = after;
  }
  return REDACTED;
}

function redactMembers(object: JsonObject, names: SecretNames, rules: RedactionRules): Json {
  const members = Object.entries(object);
  const secretOf = secretMembers(
    names,
    members.map(([name, value]) => ({ name, text: () => (typeof value === 'string' ? value : null) })),
  );
  return Object.fromEntries(
    members.map(([name, value]) => {
      const secret = secretOf(name);
      return [redactText(name, rules), secret === null ? value : withoutSecret(secret, value)];
    }),
  );
}

/** Headers listed as `[name, value]`. */
function redactPair(item: Json, names: SecretNames): Json {
  if (!Array.isArray(item)) return item;
  const [first = null, second = null]: readonly Json[] = item;
  const secret = secretOfPair(names, typeof first === 'string' ? first : null, item.length);
  return secret === null ? item : [first, withoutSecret(secret, second)];
}
