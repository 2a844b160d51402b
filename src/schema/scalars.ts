import {
  type FloatValueNode,
  GraphQLError,
  type IntValueNode,
  Kind,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { GraphQLJSON, GraphQLSafeInt } from 'graphql-scalars';
import { isExact } from '../domain/foreign-json/exact-number.ts';
import { formatRfc3339, type Instant } from '../domain/instant.ts';
import type { Json } from '../domain/json.ts';
import { builder } from './builder.ts';

/** What both scalars of time are written in; what `TimePoint` takes besides is in its description. */
export const RFC_3339 = 'https://www.rfc-editor.org/rfc/rfc3339';

export const DateTime = builder.scalarType('DateTime', {
  description:
    "Output: RFC 3339 in UTC with `Z`, 3 fraction digits, or 6 where the event's time is finer than a millisecond: `2026-01-31T09:30:00.000Z`, `2026-01-31T09:30:00.000123Z`.",
  specifiedByURL: RFC_3339,
  serialize: (at) => formatRfc3339(at as Instant),
  parseValue: () => {
    throw new GraphQLError('DateTime is for answers only; give a TimePoint');
  },
});

export const JsonValue = builder.addScalarType('JSON', GraphQLJSON, {
  description: 'Any JSON value: null, a boolean, a number, a text, a list or an object.',
  parseValue: (value) => value as Json,
  parseLiteral: (node, variables) => literal(node, variables ?? {}),
});

/** As in JSON: what a variable that is not there would say is left out, and a number stays what it is, or is refused. */
function literal(node: ValueNode, variables: Readonly<Record<string, unknown>>): Json {
  switch (node.kind) {
    case Kind.INT:
    case Kind.FLOAT:
      return exactNumber(node);
    case Kind.LIST:
      return node.values.map((value) => literal(value, variables) ?? null);
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields
          .filter(({ value }) => value.kind !== Kind.VARIABLE || variables[value.name.value] !== undefined)
          .map(({ name, value }) => [name.value, literal(value, variables)]),
      );
    default:
      return valueFromASTUntyped(node, variables) as Json;
  }
}

function exactNumber(node: IntValueNode | FloatValueNode): number {
  const value = Number(node.value);
  if (!Number.isFinite(value) || isExact(node.value)) return value;
  throw new GraphQLError(`JSON: expected numbers that a double holds, others as texts, but got ${node.value}`, {
    nodes: node,
  });
}

export const SafeInt = builder.addScalarType('SafeInt', GraphQLSafeInt, {
  description: "A whole number up to 2^53 (graphql-scalars' SafeInt).",
});
