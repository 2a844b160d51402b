import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges, findDangerousChanges } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import { facts } from './facts.ts';

const contract = buildSchema(readFileSync(new URL('contract.graphql', import.meta.url), 'utf8'));

describe('the schema keeps the contract', () => {
  const given = new Map(facts(schema));

  it.each(facts(contract))('%s is %s', (where, expected) => {
    expect(given.get(where)).toBe(expected);
  });

  it('breaks no client written against the contract', () => {
    expect(findBreakingChanges(contract, schema)).toEqual([]);
    const dangerous = findDangerousChanges(contract, schema).filter(({ type }) => type !== 'TYPE_ADDED_TO_UNION');
    expect(dangerous).toEqual([]);
  });

  it('tells what every type, field, argument and enum value is', () => {
    expect(facts(schema, 'description').filter(([, description]) => description === '')).toEqual([]);
  });
});
