import type { Field } from '../../domain/fields.ts';
import type { Is, Test } from '../../domain/filter.ts';
import { literalOf } from '../../domain/pattern.ts';
import type { Capabilities, Words } from '../adapter.ts';
import { soleAddress, textsAsked } from '../kit/asked.ts';
import { isQuotable, type Operator } from './matcher.ts';
import type { F5xcOptions, MATCHERS } from './options.ts';
import { OUTCOME_OF } from './record.ts';
import { blindToCase, literal, oneOf, wholeValue } from './regex.ts';

type Matcher = (typeof MATCHERS)[number];
type Said = readonly [operator: Operator, value: string];

/** How each field is matched. A field that the vendor does not know would yield nothing, so there is no other. */
const SAYINGS: {
  readonly [F in Field]?: { readonly matcher: Matcher; say(test: Test, negated: boolean): Said | null };
} = {
  'actor.name': { matcher: 'user', say: equal },
  'client.ip': { matcher: 'src_ip', say: address },
  'target.uid': { matcher: 'secret_name', say: secret },
  'target.name': { matcher: 'secret_name', say: secret },
  action: { matcher: 'operation', say: (test) => regex(test.op === 'eq' ? blindToCase(test.value) : null) },
  outcome: { matcher: 'result', say: result },
};

/** Said by regular expressions alone. */
const BY_REGEX: readonly Field[] = ['action', 'outcome'];

/** Of filters those that can be said with these options. */
export function sayable(filters: Capabilities['filters'], { matchers, regexes }: F5xcOptions): Capabilities['filters'] {
  const said = (Object.entries(filters) as [Field, object][]).filter(([field]) => {
    const matcher = SAYINGS[field]?.matcher;
    return matcher !== undefined && matchers.includes(matcher) && (regexes || !BY_REGEX.includes(field));
  });
  return Object.fromEntries(said);
}

export function words({ field, test, negated }: Is, { regexes }: F5xcOptions): Words | null {
  const saying = SAYINGS[field];
  const secretName = saying?.matcher === 'secret_name';
  if (!saying || (negated && !secretName)) return null;
  if ('ignoreCase' in test && test.ignoreCase) return null;
  const said = saying.say(test, negated);
  if (said === null || (said[0] === '=~' && !regexes)) return null;
  return { [saying.matcher]: said };
}

function equal(test: Test): Said | null {
  return test.op === 'eq' && isQuotable(test.value) ? ['=', test.value] : null;
}

function address(test: Test): Said | null {
  const sole = soleAddress(test);
  return sole ? ['=', sole] : null;
}

function secret(test: Test, negated: boolean): Said | null {
  if (test.op === 'eq') return isQuotable(test.value) ? [negated ? '!=' : '=', test.value] : null;
  if (negated) return null;
  if (test.op === 'in') return among(test.values.filter((value) => value !== ''));
  if (test.op !== 'matches') return null;
  const pieces = literalOf(test.pattern);
  const [only, ...others] = pieces ?? [];
  if (only?.kind === 'literal' && others.length === 0) return isQuotable(only.text) ? ['=', only.text] : null;
  return pieces && regex(wholeValue(pieces));
}

function among(values: readonly string[]): Said | null {
  const [only = '', ...others] = values;
  if (others.length === 0) return isQuotable(only) ? ['=', only] : null;
  return regex(oneOf(values.map(literal)));
}

/** The vendor's words for outcomes; it has none for an unknown one. */
function result(test: Test): Said | null {
  const names = (textsAsked(test) ?? []).map((outcome) =>
    Object.keys(OUTCOME_OF).find((name) => OUTCOME_OF[name] === outcome),
  );
  return regex(oneOf(names.map((name) => (name === undefined ? null : blindToCase(name)))));
}

function regex(text: string | null): Said | null {
  return text === null || text === '' ? null : ['=~', text];
}
