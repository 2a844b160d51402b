import pg from 'pg';
import type { Sql } from './sql.ts';

/** A statement with its values written into it, for COPY takes no parameters. */
export function inlined({ strings, values }: Sql): string {
  return strings.reduce((text, part, index) => `${text}${literal(values[index - 1])}${part}`);
}

function literal(value: unknown): string {
  if (typeof value === 'string') return pg.escapeLiteral(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return `ARRAY[${value.map(literal).join(',')}]`;
  throw new TypeError(`expected a value that can be written into a statement, but got ${String(value)}`);
}
