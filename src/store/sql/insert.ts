import { Prisma } from '../generated/client.ts';
import { arrayText } from './array-text.ts';
import { COLUMN_NAMES, COLUMNS, type StoredEvent } from './columns.ts';

const TARGETS = Prisma.raw(COLUMN_NAMES);
/** Lists do not unnest as lists: they come as texts, and are read one by one. */
const VALUES = Prisma.raw(COLUMNS.map(({ name, type }) => (isList(type) ? `${name}::${type}` : name)).join(', '));

function isList(type: string): boolean {
  return type.endsWith('[]');
}

/** One statement that stores them all, in their order: a parameter for each column, however many events there are. */
export function insertSql(events: readonly StoredEvent[]): Prisma.Sql {
  const arrays = COLUMNS.map(({ type, cell }) => {
    return Prisma.sql`${arrayText(events.map(cell))}::${Prisma.raw(isList(type) ? 'text[]' : `${type}[]`)}`;
  });
  return Prisma.sql`INSERT INTO audit_event (${TARGETS}) SELECT ${VALUES} FROM unnest(${Prisma.join(arrays)}) AS event(${TARGETS})`;
}
