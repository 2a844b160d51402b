import { expect, test } from 'vitest';
import { EVENT_PATHS, flatName } from '../../src/domain/event-fields.ts';
import { Prisma } from '../../src/store/generated/client.ts';
import { COLUMNS, columnName } from '../../src/store/sql/columns.ts';

/** Numbered by the database itself. */
const ARRIVAL = 'arrival';
/** Beside others, so that they can be searched. */
const BESIDE = ['changedPaths', 'clientAddress'];

test('the model has a field for each of an event, and no other but those of the store itself', () => {
  const names = [...EVENT_PATHS.map((path) => flatName(path)), ...BESIDE, ARRIVAL];
  expect(Object.keys(Prisma.AuditEventScalarFieldEnum).toSorted()).toEqual(names.toSorted());
});

test('who stores events fills all columns but the number of their arrival', () => {
  const names = [...EVENT_PATHS.map(columnName), 'changed_paths', 'client_address'];
  expect(COLUMNS.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
});
