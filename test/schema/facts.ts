import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  print,
} from 'graphql';

export type Fact = readonly [where: string, what: string];

/** Every type, field, argument and enum value by its coordinate, with its type and default (or its description). */
export function facts(schema: GraphQLSchema, about: 'shape' | 'description' = 'shape'): readonly Fact[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
    .flatMap((type) => factsOf(type, about));
}

function factsOf(type: GraphQLNamedType, about: 'shape' | 'description'): readonly Fact[] {
  const tell = (shape: string, { description }: { readonly description?: string | null | undefined }) =>
    about === 'shape' ? shape : (description ?? '').trim();
  const member = (field: GraphQLArgument | GraphQLInputField) => tell(withDefault(field), field);
  const interfaces = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces().map(({ name }) => name) : [];
  const self: Fact = [type.name, tell([type.constructor.name, ...interfaces.toSorted()].join(' '), type)];
  if (isEnumType(type))
    return [self, ...type.getValues().map((value): Fact => [`${type.name}.${value.name}`, tell('a value', value)])];
  if (isInputObjectType(type)) {
    return [
      self,
      ...Object.values(type.getFields()).map((field): Fact => [`${type.name}.${field.name}`, member(field)]),
    ];
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [self];
  const fields = Object.values(type.getFields()).flatMap((field): Fact[] => [
    [`${type.name}.${field.name}`, tell(String(field.type), field)],
    ...field.args.map((arg): Fact => [`${type.name}.${field.name}(${arg.name}:)`, member(arg)]),
  ]);
  return [self, ...fields];
}

function withDefault(field: GraphQLArgument | GraphQLInputField): string {
  if (field.defaultValue === undefined) return String(field.type);
  const ast = astFromValue(field.defaultValue, field.type);
  return `${field.type} = ${ast ? print(ast) : 'null'}`;
}
