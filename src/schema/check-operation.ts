import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import { checkSize, type JsonSize } from '../domain/json-size.ts';
import type { QueryLimits } from './context.ts';
import { operationCost } from './operation-cost.ts';

export interface AskedOperation {
  readonly schema: GraphQLSchema;
  /** A valid one. */
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** How large the variables may be together: those of one who records events, and those of all others. */
export const RECORDED_SIZE: JsonSize = { levels: 110, values: 150_000, items: 10_000, characters: Infinity };
export const VARIABLES_SIZE: JsonSize = { levels: 110, values: 40_000, items: 10_000, characters: 1_000_000 };

const RECORDING: readonly string[] = ['RecordAuditEventsInput', 'AuditEventInput', 'FieldChangeInput', 'JSON'];

/**
 * Refuses an operation whole, before its variables are coerced and anything is asked. Throws a GraphQLError, or an
 * `InputError` for its variables.
 */
export function checkOperation(
  { schema, document, operationName, variables }: AskedOperation,
  limits: QueryLimits,
): void {
  const operation = getOperationAST(document, operationName);
  if (!operation) return;
  checkSize(variables, 'variables', sizeFor(operation));
  const fragments = new Map(
    document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])),
  );
  const given = { ...defaultsOf(operation), ...variables };
  const { cost, depth } = operationCost(operation, { schema, fragments, variables: given, limits });
  if (depth > limits.maxDepth) throw tooComplex('depth', limits.maxDepth, depth);
  if (cost > limits.maxCost) throw tooComplex('cost', limits.maxCost, cost);
}

function sizeFor({ variableDefinitions = [] }: OperationDefinitionNode): JsonSize {
  const names = variableDefinitions.map(({ type }) => nameOf(type));
  return names.some((name) => RECORDING.includes(name)) ? RECORDED_SIZE : VARIABLES_SIZE;
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
}

function tooComplex(what: 'depth' | 'cost', most: number, found: number): GraphQLError {
  return new GraphQLError(`query: expected a ${what} of at most ${most}, but got ${Math.ceil(found)}`, {
    extensions: { code: 'QUERY_TOO_COMPLEX' },
  });
}
