import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  valueFromASTUntyped,
} from 'graphql';
import type { QueryLimits } from './context.ts';
import { COST, type GivenArguments } from './cost.ts';

export interface OperationCost {
  readonly cost: number;
  /** How deep selections nest; the schema's description of itself does not count. */
  readonly depth: number;
}

export interface Priced {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** As the client sent them, defaults filled in. */
  readonly variables: GivenArguments;
  readonly limits: QueryLimits;
}

interface Price {
  readonly field: number;
  readonly multiplier: number;
}

/** What a field declares: see the `complexity` of each. */
type Declared =
  | number
  | Partial<Price>
  | ((args: GivenArguments, context: { readonly limits: QueryLimits }) => Partial<Price>);

/** What is of one type only costs nothing where it is of another: of such parts the costliest counts. */
function together(
  parts: readonly (readonly [GraphQLNamedType, OperationCost])[],
  type: GraphQLNamedType,
): OperationCost {
  const byType = new Map<GraphQLNamedType, number>();
  for (const [of, { cost }] of parts) byType.set(of, (byType.get(of) ?? 0) + cost);
  const ofOne = [...byType].filter(([of]) => of !== type && isObjectType(of)).map(([, cost]) => cost);
  const ofAll = [...byType].filter(([of]) => of === type || !isObjectType(of)).map(([, cost]) => cost);
  const cost = Math.max(0, ...ofOne) + ofAll.reduce((sum, each) => sum + each, 0);
  return { cost, depth: parts.reduce((most, [, { depth }]) => Math.max(most, depth), 0) };
}

const NOTHING: OperationCost = { cost: 0, depth: 0 };

/** What a valid operation costs, from its text and its variables alone: nothing is checked, coerced or asked before that. */
export function operationCost(operation: OperationDefinitionNode, priced: Priced): OperationCost {
  const known = new Map<SelectionSetNode, Map<GraphQLNamedType, OperationCost>>();
  const root = priced.schema.getRootType(operation.operation);
  return root ? ofSelections(operation.selectionSet, root) : NOTHING;

  /** A fragment costs the same wherever it is spread on one type, and is looked at once. */
  function ofSelections(set: SelectionSetNode, type: GraphQLNamedType): OperationCost {
    const onType = known.get(set) ?? new Map<GraphQLNamedType, OperationCost>();
    const found = onType.get(type);
    if (found) return found;
    const parts = set.selections.map((selection): readonly [GraphQLNamedType, OperationCost] => {
      if (selection.kind === Kind.FIELD) return [type, ofField(selection, type)];
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : priced.fragments.get(selection.name.value);
      if (!fragment) return [type, NOTHING];
      const condition = fragment.typeCondition && priced.schema.getType(fragment.typeCondition.name.value);
      return [condition ?? type, ofSelections(fragment.selectionSet, condition ?? type)];
    });
    const whole = together(parts, type);
    known.set(set, onType.set(type, whole));
    return whole;
  }

  function ofField(selection: FieldNode, type: GraphQLNamedType): OperationCost {
    const field = fieldOf(selection.name.value, type);
    if (!field) return { cost: COST.field, depth: 1 };
    const inside = selection.selectionSet ? ofSelections(selection.selectionSet, getNamedType(field.type)) : NOTHING;
    const price = priceOf(field, type, argumentsOf(selection));
    return { cost: price.field + inside.cost * price.multiplier, depth: isMeta(type, field) ? 0 : inside.depth + 1 };
  }

  function priceOf(field: GraphQLField<unknown, unknown>, type: GraphQLNamedType, args: () => GivenArguments): Price {
    if (field === SchemaMetaFieldDef) return { field: COST.schema, multiplier: 1 };
    if (isMeta(type, field)) return { field: COST.introspection, multiplier: itemsOf(field) };
    const declared = field.extensions.complexity as Declared | undefined;
    const price =
      typeof declared === 'function' ? declared(args(), { limits: priced.limits }) : (declared ?? COST.field);
    const { field: own = COST.field, multiplier = 1 } = typeof price === 'number' ? { field: price } : price;
    return { field: getNamedType(field.type).name === 'JSON' ? Math.max(own, COST.json) : own, multiplier };
  }

  function argumentsOf({ arguments: given = [] }: FieldNode): () => GivenArguments {
    return () =>
      Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value, priced.variables)]));
  }

  /** Of the lists that describe a schema, the types are as many as there are. */
  function itemsOf({ name, type }: GraphQLField<unknown, unknown>): number {
    const isList = isListType(isNonNullType(type) ? type.ofType : type);
    if (!isList) return 1;
    return name === 'types' ? Object.keys(priced.schema.getTypeMap()).length : (DESCRIBED[name] ?? 1);
  }
}

/** How many items the other lists of a schema's description are taken to have. */
const DESCRIBED: Readonly<Record<string, number>> = { fields: 8, inputFields: 4, enumValues: 4, directives: 8 };

function fieldOf(name: string, type: GraphQLNamedType): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

function isMeta({ name }: GraphQLNamedType, field: GraphQLField<unknown, unknown>): boolean {
  return name.startsWith('__') || field.name.startsWith('__');
}
