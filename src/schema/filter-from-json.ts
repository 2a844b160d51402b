import { coerceInputValue, GraphQLInputObjectType } from 'graphql';
import { checkNumbers } from '../domain/inexact-number.ts';
import { InputError, shown } from '../domain/input-error.ts';
import { checkSize, checkTextSize } from '../domain/json-size.ts';
import { FILTER_SIZE } from '../federation/ask/filter-bounds.ts';
import type { FilterInput } from '../federation/ask/filter-input.ts';
import { schema } from './index.ts';
import { checkWellFormed } from './well-formed.ts';

const ARGUMENT = 'filter';

/** An AuditEventFilter given as JSON, checked as one in a variable would be. Throws `InputError` naming the member. */
export function filterFromJson(text: string): FilterInput {
  const type = schema.getType('AuditEventFilter');
  if (!(type instanceof GraphQLInputObjectType)) throw new Error('expected the schema to have AuditEventFilter');
  const value = parsed(text);
  if (value === null) throw new InputError(ARGUMENT, 'an AuditEventFilter as JSON', 'null');
  checkSize(value, ARGUMENT, FILTER_SIZE);
  checkWellFormed(value, ARGUMENT);
  return coerceInputValue(value, type, (path, invalid, error) => {
    const member = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
    throw new InputError(
      `${ARGUMENT}${member}`,
      'an AuditEventFilter of the API',
      `${shown(invalid)}: ${error.message}`,
    );
  }) as FilterInput;
}

function parsed(text: string): unknown {
  checkTextSize(text, ARGUMENT, FILTER_SIZE);
  checkNumbers(text, ARGUMENT);
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(ARGUMENT, 'an AuditEventFilter as JSON', shown(text));
  }
}
