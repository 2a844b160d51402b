import { type GraphQLResolveInfo, valueFromASTUntyped } from 'graphql';

/** An argument as the client wrote it, without the defaults that GraphQL fills in; enum values by their names. */
export function givenArgument(
  info: GraphQLResolveInfo,
  name: string,
  variables: Readonly<Record<string, unknown>>,
): unknown {
  const [field] = info.fieldNodes;
  const value = field?.arguments?.find((argument) => argument.name.value === name)?.value;
  return value && valueFromASTUntyped(value, { ...info.variableValues, ...variables });
}
