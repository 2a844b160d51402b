import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { InputError, shown } from '../domain/input-error.ts';
import { isWellFormed } from '../domain/text.ts';

/**
 * Every argument of every field is checked before its resolver sees it: no database and no vendor takes U+0000 or half a
 * surrogate pair, so none is ever asked about one.
 */
export function refuseIllFormedTexts(schema: GraphQLSchema): GraphQLSchema {
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

export function checkWellFormed(value: unknown, path: string): void {
  if (typeof value === 'string') {
    if (!isWellFormed(value)) throw new InputError(path, 'a text without U+0000 and lone surrogates', shown(value));
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      checkWellFormed(item, `${path}[${index}]`);
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      checkWellFormed(name, path);
      checkWellFormed(item, `${path}.${name}`);
    }
  }
}
