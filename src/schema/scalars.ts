import { GraphQLError } from 'graphql';
import { GraphQLJSON, GraphQLSafeInt } from 'graphql-scalars';
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
});

export const SafeInt = builder.addScalarType('SafeInt', GraphQLSafeInt, {
  description: "A whole number up to 2^53 (graphql-scalars' SafeInt).",
});
