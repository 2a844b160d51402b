import { MEMBERS_BESIDE, NAMING_MEMBERS, normalName, type SecretNames } from './secret-names.ts';

/** A member of an object: its name, and what its value says if that is a text. */
export interface NamedText {
  readonly name: string;
  readonly text: () => string | null;
}

/** For a member of the object with these members: the name that makes its value a secret, its own or the one beside it; else null. */
export function secretMembers(names: SecretNames, members: readonly NamedText[]): (member: string) => string | null {
  const beside = secretBeside(names, members);
  return (member) => {
    if (names.isSecret(member)) return member;
    return beside !== null && MEMBERS_BESIDE.includes(normalName(member)) ? beside : null;
  };
}

function secretBeside(names: SecretNames, members: readonly NamedText[]): string | null {
  for (const { name, text } of members) {
    const naming = name.length > LONGEST_NAMING ? '' : normalName(name);
    const said = NAMING_MEMBERS.includes(naming) ? text() : null;
    if (said !== null && isNamed(names, naming, said)) return said;
  }
  return null;
}

/** With all its punctuation a name as long as this is none of the naming ones. */
const LONGEST_NAMING = 12;

/** A path names what its last part names; a field, name or key without a slash also what it names as a whole (`api.key`). */
function isNamed(names: SecretNames, naming: string, said: string): boolean {
  return names.isSecret(lastPart(said)) || (naming !== 'path' && !said.includes('/') && names.isSecret(said));
}

/** Of `/users/0/password`, `$.users[0].password` and `/passwords/-` the last part that is no index. */
function lastPart(path: string): string {
  const parts = path.split(/[/.[\]]/).filter((part) => part !== '' && part !== '-' && !/^\d+$/.test(part));
  return (parts.at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Of an array in an array, as headers are sometimes listed: the name that makes its second item a secret; else null. */
export function secretOfPair(names: SecretNames, first: string | null, length: number): string | null {
  return length === 2 && first !== null && names.isSecret(first) ? first : null;
}
