import { rangesOf } from '../../domain/address-ranges.ts';
import { type AskedAs, EVENT_FIELDS } from '../../domain/event-fields.ts';
import type { Field } from '../../domain/fields.ts';
import type { Test } from '../../domain/filter.ts';
import { columnName } from './columns.ts';
import { type Conditions, condition } from './condition.ts';
import { JSON_CONDITIONS } from './json-conditions.ts';
import { INSTANT_CONDITIONS, NUMBER_CONDITIONS } from './number-conditions.ts';
import { PREFIX_CONDITIONS } from './prefix-conditions.ts';
import { isInSome } from './sorted-ranges.ts';
import { raw, type Sql, sql } from './sql.ts';
import { TEXT_CONDITIONS } from './text-conditions.ts';

type FieldCondition = (test: Test, few: number) => Sql | null;

/** As ranges, and not by `<<=`, of which the planner expects far too few rows: it then reads all of a block to find its newest. */
const ADDRESS_CONDITIONS: Conditions = {
  ...TEXT_CONDITIONS,
  inBlock: (_, { blocks }, few) => {
    const ranges = rangesOf(blocks);
    return ranges === null || (few === 0 && ranges.length > 1) ? null : isInSome(ranges, few);
  },
};

/** Of a list: some path passes. */
const somePath: FieldCondition = (test, few) => {
  const passes = condition(TEXT_CONDITIONS, raw('path'), test, few);
  return passes && sql`EXISTS (SELECT FROM unnest(changed_paths) AS path WHERE ${passes})`;
};

const OF_ASKED_AS: Readonly<Record<AskedAs, Conditions>> = {
  text: TEXT_CONDITIONS,
  names: TEXT_CONDITIONS,
  blocks: ADDRESS_CONDITIONS,
  range: NUMBER_CONDITIONS,
  during: INSTANT_CONDITIONS,
  pointers: JSON_CONDITIONS,
};

/** Texts of any length that are indexed by their beginning. */
const INDEXED: ReadonlySet<Field> = new Set<Field>(['recordType', 'actor.uid', 'actor.name', 'sessionId']);

/** When some value of a field passes a test; null where SQL cannot say just that. */
export function fieldCondition(field: Field): FieldCondition {
  if (field === 'text') return () => null;
  if (field === 'changedPath') return somePath;
  const conditions = INDEXED.has(field) ? PREFIX_CONDITIONS : OF_ASKED_AS[EVENT_FIELDS[field].asked];
  const value = raw(columnName(field));
  return (test, few) => condition(conditions, value, test, few);
}
