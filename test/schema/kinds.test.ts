import { isEnumType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import { KINDS } from '../../src/schema/kinds.ts';
import { VENDOR_KINDS } from '../../src/sources/registry.ts';

test('the API tells of every vendor of the registry and of the store, and of nothing else', () => {
  expect(Object.keys(KINDS).sort()).toEqual(['gateway', ...VENDOR_KINDS].sort());
});

test('every kind is a value of SourceKind, described, and has a type of events', () => {
  const kinds = schema.getType('SourceKind');
  const rows = Object.entries(KINDS);
  const values = isEnumType(kinds) ? kinds.getValues() : [];
  const told = values.map(({ name, value, description }) => [name, value, description].join(' '));
  const expected = rows.map(([kind, { description }]) => [kind.toUpperCase(), kind, description].join(' '));
  expect(told.sort()).toEqual(expected.sort());
  expect(rows.filter(([, { eventType }]) => !isObjectType(schema.getType(eventType)))).toEqual([]);
});
