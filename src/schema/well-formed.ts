import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { flawIn } from '../domain/flaw.ts';
import { InputError } from '../domain/input-error.ts';

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
