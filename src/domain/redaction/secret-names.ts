/**
 * The names that mean a secret, normalised. Ids hash what is left after them, so this list is frozen: a name added or taken
 * away here gives old records new ids. What else is to be hidden belongs in the configuration's `redaction.keys`.
 */
export const SECRET_NAMES: readonly string[] = Object.freeze([
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'passcode',
  'secret',
  'token',
  'cookie',
  'authorization',
  'credential',
  'credentials',
  'apikey',
  'accesskey',
  'secretkey',
  'privatekey',
  'jwt',
]);

/** The members that may name a secret, and the members beside them that then hold it. Frozen, as ids depend on them. */
export const NAMING_MEMBERS: readonly string[] = Object.freeze(['field', 'path', 'name', 'key']);
export const MEMBERS_BESIDE: readonly string[] = Object.freeze(['value', 'old', 'new', 'oldvalue', 'before', 'after']);

/** How many answers are kept: records repeat few names. */
const MOST_KNOWN = 2000;
const LONGEST_KNOWN = 40;

const normalNames = new Map<string, string>();

/** In lower case, with all but letters and digits dropped. */
export function normalName(name: string): string {
  const before = normalNames.get(name);
  if (before !== undefined) return before;
  const normal = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  if (normalNames.size < MOST_KNOWN && name.length <= LONGEST_KNOWN) normalNames.set(name, normal);
  return normal;
}

export interface SecretNames {
  /** Whether a header or key of this name holds a secret. */
  readonly isSecret: (name: string) => boolean;
}

/**
 * The built-in names with their plurals, and `keys`. A key is normalised as names are, and a name that ends in it is secret
 * (`pin` covers `card_pin` and `spin`); plurals of keys are not implied. A key without letters and digits covers nothing.
 */
export function secretNames(keys: readonly string[]): SecretNames {
  const endings = [...SECRET_NAMES.flatMap((name) => [name, `${name}s`]), ...keys.map(normalName)].filter(Boolean);
  const known = new Map<string, boolean>();
  const endsInSecret = (name: string): boolean => {
    const normal = normalName(name);
    return endings.some((ending) => normal.endsWith(ending));
  };
  const isSecret = (name: string): boolean => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const answer = endsInSecret(name);
    if (known.size < MOST_KNOWN && name.length <= LONGEST_KNOWN) known.set(name, answer);
    return answer;
  };
  return { isSecret };
}
