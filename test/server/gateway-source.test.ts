import { expect, it } from 'vitest';
import { FIELDS, type FieldType, isField } from '../../src/domain/fields.ts';
import { filterPath, is, type Test } from '../../src/domain/filter.ts';
import { STORE_CAPABILITIES } from '../../src/server/gateway-source.ts';
import { where } from '../../src/store/sql/where.ts';

const ASKED: Readonly<Record<FieldType, Test>> = {
  text: { op: 'eq', value: 'a', ignoreCase: false },
  number: { op: 'range', min: 1, max: null },
  instant: { op: 'during', from: null, until: null },
  json: { op: 'pointerExists', pointer: '/a' },
  words: { op: 'words', words: ['a'] },
};

it("the gateway's own source says just what its database tests", () => {
  const leaves = [
    ...Object.keys(FIELDS)
      .filter(isField)
      .map((field) => is(field, ASKED[FIELDS[field].type])),
    is('recordType', { op: 'under', values: ['a'] }),
  ];
  const tested = leaves.filter((leaf) => where(leaf).pushed === leaf);
  expect(STORE_CAPABILITIES.filters).toEqual(tested.map(filterPath).sort());
});
