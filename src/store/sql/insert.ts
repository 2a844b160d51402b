import { arrayText } from './array-text.ts';
import { COLUMN_NAMES, COLUMNS, type StoredEvent } from './columns.ts';
import { join, raw, type Sql, sql } from './sql.ts';

const TARGETS = raw(COLUMN_NAMES);
/** Lists do not unnest as lists: they come as texts, and are read one by one. */
const VALUES = raw(COLUMNS.map(({ name, type }) => (isList(type) ? `${name}::${type}` : name)).join(', '));

function isList(type: string): boolean {
  return type.endsWith('[]');
}

/** One statement that stores them all, in their order: a parameter for each column, however many events there are. */
export function insertSql(events: readonly StoredEvent[]): Sql {
  const arrays = COLUMNS.map(({ type, cell }) => {
    return sql`${arrayText(events.map(cell))}::${raw(isList(type) ? 'text[]' : `${type}[]`)}`;
  });
  return sql`INSERT INTO audit_event (${TARGETS}) SELECT ${VALUES} FROM unnest(${join(arrays)}) AS event(${TARGETS})`;
}
