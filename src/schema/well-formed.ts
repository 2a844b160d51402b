import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { InputError, shown } from '../domain/input-error.ts';
import { isWellFormed } from '../domain/text.ts';

/**
 * Every argument of every field is checked before its resolver sees it: no database and no vendor takes U+0000, half a
 * surrogate pair or an infinite number, so none is ever asked about one.
 */
export function refuseIllFormedValues(schema: GraphQLSchema): GraphQLSchema {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const field of roots.flatMap((type) => Object.values(type?.getFields() ?? {}))) {
    if (field.args.length === 0) continue;
    if (field.subscribe) field.subscribe = guarded(field.subscribe);
    else field.resolve = guarded(field.resolve ?? defaultFieldResolver);
  }
  return schema;
}

function guarded<Source, Context>(
  resolve: GraphQLFieldResolver<Source, Context>,
): GraphQLFieldResolver<Source, Context> {
  return (source, args, context, info) => {
    for (const [name, value] of Object.entries(args)) checkWellFormed(value, name);
    return resolve(source, args, context, info);
  };
}

/** Throws an `InputError` that names the place. */
export function checkWellFormed(value: unknown, path: string): void {
  const flaw = flawIn(value);
  if (flaw) throw new InputError(`${path}${flaw.place}`, flaw.expected, flaw.found);
}

interface Flaw {
  readonly place: string;
  readonly expected: string;
  readonly found: string;
}

/** The place is put together on the way back: of what is sound, which is nearly everything, nothing is written down. */
function flawIn(value: unknown): Flaw | null {
  if (typeof value === 'string') return isWellFormed(value) ? null : illFormed(value);
  if (typeof value === 'number') {
    return Number.isFinite(value) ? null : { place: '', expected: 'a finite number', found: String(value) };
  }
  if (typeof value !== 'object' || value === null) return null;
  const isList = Array.isArray(value);
  for (const [name, item] of Object.entries(value)) {
    const flaw = (isList || isWellFormed(name) ? null : illFormed(name)) ?? flawIn(item);
    if (flaw)
      return isWellFormed(name) ? { ...flaw, place: `${isList ? `[${name}]` : `.${name}`}${flaw.place}` } : flaw;
  }
  return null;
}

function illFormed(text: string): Flaw {
  return { place: '', expected: 'a text without U+0000 and lone surrogates', found: shown(text) };
}
