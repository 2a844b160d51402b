import { GraphQLError, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { InputError, shown } from '../domain/input-error.ts';
import { parseTimePoint } from '../domain/time-expression.ts';
import type { TimePointInput } from '../federation/ask/filter-input.ts';
import { builder } from './builder.ts';
import { RFC_3339 } from './scalars.ts';

/** Checked here, so that a wrong one is refused before anything is asked; resolved later, against the one "now" of a walk. */
export const TimePoint = builder.scalarType('TimePoint', {
  description: [
    'Input instant, in one of three notations:',
    '- epoch milliseconds, as a number or a numeric text: `1767225600000`;',
    '- RFC 3339, where a blank may stand for T, and time, seconds, fraction and zone may be left out (no zone is UTC; digits past the sixth are cut off): `2026-01-31`, `2026-01-31 09:30`, `2026-01-31T09:30:00.5+01:00`;',
    '- relative to now: `now`, `now-2w`, `now-1d/d`, `now/d`, `now+1h` (units m h d w M y; M and y are calendar ones, cut to the last day of a shorter month; `/U` rounds down to the unit, UTC, weeks start on Monday). All pages of one walk have the same now.',
    '',
    'What lies beyond the years 1 to 2254 is taken as their end.',
  ].join('\n'),
  specifiedByURL: RFC_3339,
  serialize: (value) => value,
  parseValue: (value) => checked(value),
  parseLiteral: (node) => checked(literal(node), node),
});

const EXPECTED = 'epoch milliseconds, RFC 3339, or a time relative to now such as `now-1d/d`';

function checked(value: unknown, node?: ValueNode): TimePointInput {
  if ((typeof value === 'string' || typeof value === 'number') && parseTimePoint(value) !== null) return value;
  const error = new InputError('TimePoint', EXPECTED, shown(value));
  throw new GraphQLError(error.message, {
    nodes: node ?? null,
    originalError: error,
    extensions: { code: error.code },
  });
}

function literal(node: ValueNode): unknown {
  if (node.kind === Kind.STRING) return node.value;
  return node.kind === Kind.INT || node.kind === Kind.FLOAT ? Number(node.value) : valueFromASTUntyped(node);
}
