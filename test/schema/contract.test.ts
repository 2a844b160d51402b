import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges, findDangerousChanges, isObjectType } from 'graphql';
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

  it.each(['DateTime', 'TimePoint'])('says in what %s is written', (name) => {
    expect(schema.getType(name)).toMatchObject({ specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339' });
  });

  it('knows people and things by uid, for caches take an id for a global identity', () => {
    const identified = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && type.getFields().id);
    const nodes = identified.filter(
      (type) => isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node'),
    );
    expect(identified).toEqual(nodes);
  });

  it('tells what every type, field, argument and enum value is', () => {
    expect(facts(schema, 'description').filter(([, description]) => description === '')).toEqual([]);
  });
});
