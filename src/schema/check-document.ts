import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  Kind,
  Lexer,
  type SelectionSetNode,
  type Source,
  TokenKind,
} from 'graphql';

/** The most words and signs of a query text: what is large belongs into variables. */
export const MAX_TOKENS = 10_000;
export const MAX_QUERY_LENGTH = 500_000;
/** How many brackets of a query text may hold one another, and how many of them inside of an argument's. */
export const MAX_NESTING = 200;
export const MAX_VALUE_NESTING = 100;
/** How often one selection may ask for one name, and how often all of them may spread fragments: validation compares each with each. */
export const MAX_REPEATS = 100;
export const MAX_SPREADS = 300;

const BRACKETS: Readonly<Record<string, number>> = {
  [TokenKind.PAREN_L]: 1,
  [TokenKind.BRACKET_L]: 1,
  [TokenKind.BRACE_L]: 1,
  [TokenKind.PAREN_R]: -1,
  [TokenKind.BRACKET_R]: -1,
  [TokenKind.BRACE_R]: -1,
};

/** Looks at a query text before anything walks down what it says. Throws a GraphQLError. */
export function checkNesting(source: Source): void {
  if (source.body.length > MAX_QUERY_LENGTH)
    throw refused(`at most ${MAX_QUERY_LENGTH} characters, but got ${source.body.length}`);
  const lexer = new Lexer(source);
  let [depth, inArguments, read] = [0, 0, 0];
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF && read < MAX_TOKENS; token = lexer.advance()) {
    read += 1;
    const opened = BRACKETS[token.kind] ?? 0;
    depth += opened;
    if (inArguments > 0 || token.kind === TokenKind.PAREN_L) inArguments += opened;
    if (inArguments > MAX_VALUE_NESTING + 1)
      throw refused(`arguments of at most ${MAX_VALUE_NESTING} levels, but got more`, 'BAD_USER_INPUT');
    if (depth > MAX_NESTING) throw refused(`a depth of at most ${MAX_NESTING}, but got more`, 'QUERY_TOO_COMPLEX');
  }
}

/** Looks at a parsed query before it is validated, which takes the square of what is looked for here. Throws a GraphQLError. */
export function checkSelections({ definitions }: DocumentNode): void {
  let spreads = 0;
  for (const definition of definitions) {
    if ('selectionSet' in definition) spreads += checkTogether([definition.selectionSet]);
  }
  if (spreads > MAX_SPREADS) throw refused(`at most ${MAX_SPREADS} fragment spreads, but got ${spreads}`);
}

/** Selections that are of one answer: fields of one name in any of them are of one, too. How many fragments they spread. */
function checkTogether(sets: readonly SelectionSetNode[]): number {
  const { fields, spreads } = membersOf(sets);
  let all = spreads;
  for (const [name, alike] of fields) {
    if (alike.length > MAX_REPEATS)
      throw refused(`every name at most ${MAX_REPEATS} times in one selection, but got ${name} ${alike.length} times`);
    all += checkTogether(alike.flatMap(({ selectionSet }) => selectionSet ?? []));
  }
  return all;
}

function membersOf(sets: readonly SelectionSetNode[]) {
  const fields = new Map<string, FieldNode[]>();
  const open = [...sets];
  let spreads = 0;
  for (let set = open.pop(); set !== undefined; set = open.pop()) {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) spreads += 1;
      else if (selection.kind === Kind.INLINE_FRAGMENT) open.push(selection.selectionSet);
      else {
        const name = (selection.alias ?? selection.name).value;
        const alike = fields.get(name);
        if (alike) alike.push(selection);
        else fields.set(name, [selection]);
      }
    }
  }
  return { fields, spreads };
}

function refused(expectation: string, code = 'QUERY_TOO_COMPLEX'): GraphQLError {
  return new GraphQLError(`query: expected ${expectation}`, { extensions: { code } });
}
