import { parsePointer } from '../../domain/json-pointer.ts';
import { isWellFormed, isWellFormedJson } from '../../domain/text.ts';
import type { Conditions } from './condition.ts';
import { type Sql, sql } from './sql.ts';

/** Of JSON, which is always there, be it null. */
export const JSON_CONDITIONS: Conditions = {
  exists: () => sql`TRUE`,
  pointerExists: (value, { pointer }) => at(value, pointer, (found) => sql`${found} IS NOT NULL`),
  pointerEquals: (value, { pointer, value: asked }) =>
    isWellFormedJson(asked) ? at(value, pointer, (found) => sql`${found} = ${JSON.stringify(asked)}::jsonb`) : null,
  pointerContains: (value, { pointer, value: asked }) =>
    isWellFormed(asked) ? at(value, pointer, (found) => isTextWith(found, asked)) : null,
};

/** `#>> '{}'` is the text of a JSON string without its quotes. */
function isTextWith(value: Sql, asked: string): Sql {
  return sql`(jsonb_typeof(${value}) = 'string' AND strpos(${value} #>> '{}', ${asked}) > 0)`;
}

function at(value: Sql, pointer: string, say: (found: Sql) => Sql): Sql | null {
  const tokens = parsePointer(pointer);
  return tokens?.every(meansTheSame) ? say(sql`(${value} #> ${[...tokens]}::text[])`) : null;
}

const NUMBER_TO_POSTGRES = /^\s*[+-]?\d+$/;
const INDEX = /^(?:0|[1-9]\d*)$/;

/** PostgreSQL reads `01`, `+1` and `-1` as places in an array, RFC 6901 does not. */
function meansTheSame(token: string): boolean {
  return isWellFormed(token) && (INDEX.test(token) || !NUMBER_TO_POSTGRES.test(token));
}
