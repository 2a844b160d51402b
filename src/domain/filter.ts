import type { Field } from './fields.ts';
import type { Instant } from './instant.ts';
import type { Json } from './json.ts';

/**
 * A filter as a tree. `and([])` is everything, `or([])` is nothing. Negation lives in the leaves alone: `not` pushes it
 * down as the tree is built. Two-valued: a missing value fails every test and passes every negated one.
 */
export type FilterExpr = And | Or | Is;

export interface And {
  readonly kind: 'and';
  readonly all: readonly FilterExpr[];
}
export interface Or {
  readonly kind: 'or';
  readonly any: readonly FilterExpr[];
}
/** Some value of `field` passes `test`; with `negated`, none does. */
export interface Is {
  readonly kind: 'is';
  readonly field: Field;
  readonly test: Test;
  readonly negated: boolean;
}

/** What a value is asked. Texts unless said otherwise; `ignoreCase` is Unicode simple folding. */
export type Test =
  | { readonly op: 'eq' | 'contains' | 'startsWith' | 'endsWith'; readonly value: string; readonly ignoreCase: boolean }
  | { readonly op: 'in'; readonly values: readonly string[]; readonly ignoreCase: boolean }
  /** An RE2 expression that matches somewhere in the value. */
  | { readonly op: 'matches'; readonly pattern: string; readonly ignoreCase: boolean }
  | { readonly op: 'exists' }
  /** The value is one of these dotted types, or a subtype of one. */
  | { readonly op: 'under'; readonly values: readonly string[] }
  /** The value is an address inside one of these addresses or CIDR blocks. */
  | { readonly op: 'inBlock'; readonly blocks: readonly string[] }
  /** Numbers: both ends belong to it, null is no bound. */
  | { readonly op: 'range'; readonly min: number | null; readonly max: number | null }
  /** Instants: half-open, null is no bound. */
  | { readonly op: 'during'; readonly from: Instant | null; readonly until: Instant | null }
  /** JSON: what an RFC 6901 pointer leads to. */
  | { readonly op: 'pointerExists'; readonly pointer: string }
  | { readonly op: 'pointerEquals'; readonly pointer: string; readonly value: Json }
  | { readonly op: 'pointerContains'; readonly pointer: string; readonly value: string }
  /** Words of the whole event: each of these begins one of them, ignoring case. */
  | { readonly op: 'words'; readonly words: readonly string[] };

export type TestOp = Test['op'];

export const EVERYTHING: FilterExpr = { kind: 'and', all: [] };
export const NOTHING: FilterExpr = { kind: 'or', any: [] };

export function isEverything(where: FilterExpr): boolean {
  return where.kind === 'and' && where.all.length === 0;
}
export function isNothing(where: FilterExpr): boolean {
  return where.kind === 'or' && where.any.length === 0;
}

export function is(field: Field, test: Test, negated = false): Is {
  return { kind: 'is', field, test, negated };
}

/** All must hold; flattened, and NOTHING as soon as one part is. */
export function and(...parts: readonly FilterExpr[]): FilterExpr {
  const all = parts.flatMap((part) => (part.kind === 'and' ? part.all : [part]));
  if (all.some(isNothing)) return NOTHING;
  return all.length === 1 && all[0] ? all[0] : { kind: 'and', all };
}

/** One must hold; flattened, and EVERYTHING as soon as one part is. */
export function or(...parts: readonly FilterExpr[]): FilterExpr {
  const any = parts.flatMap((part) => (part.kind === 'or' ? part.any : [part]));
  if (any.some(isEverything)) return EVERYTHING;
  return any.length === 1 && any[0] ? any[0] : { kind: 'or', any };
}

export function not(where: FilterExpr): FilterExpr {
  switch (where.kind) {
    case 'and':
      return or(...where.all.map(not));
    case 'or':
      return and(...where.any.map(not));
    case 'is':
      return { ...where, negated: !where.negated };
  }
}

/** What must hold whatever else does: the parts of the outermost `and`. */
export function conjuncts(where: FilterExpr): readonly FilterExpr[] {
  return where.kind === 'and' ? where.all : [where];
}

export function leaves(where: FilterExpr): readonly Is[] {
  switch (where.kind) {
    case 'and':
      return where.all.flatMap(leaves);
    case 'or':
      return where.any.flatMap(leaves);
    case 'is':
      return [where];
  }
}

/** The filter for those events of which `foresee` already knows how some leaves come out (undefined: it does not). */
export function assuming(where: FilterExpr, foresee: (leaf: Is) => boolean | undefined): FilterExpr {
  switch (where.kind) {
    case 'and':
      return and(...where.all.map((part) => assuming(part, foresee)));
    case 'or':
      return or(...where.any.map((part) => assuming(part, foresee)));
    case 'is': {
      const known = foresee(where);
      return known === undefined ? where : known ? EVERYTHING : NOTHING;
    }
  }
}

/** The filter's name for what a leaf asks, as a client wrote it: `actor.name`, `recordTypeUnder`. */
export function filterPath(leaf: Is): string {
  if (leaf.field === 'source') return 'sources';
  return leaf.test.op === 'under' ? 'recordTypeUnder' : leaf.field;
}
