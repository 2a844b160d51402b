import { type GraphQLOutputType, getNamedType, isAbstractType, isLeafType, isObjectType } from 'graphql';
import { schema } from '../../src/schema/index.ts';

/** A selection of every field of an event of every kind, whose source is told by its key alone. */
export function everyField(): string {
  const event = schema.getType('AuditEvent');
  if (!isAbstractType(event)) throw new Error('expected AuditEvent to be an interface');
  return schema
    .getPossibleTypes(event)
    .map((type) => `... on ${type.name} { __typename ${selection(type)} }`)
    .join(' ');
}

function selection(given: GraphQLOutputType): string {
  const type = getNamedType(given);
  if (isLeafType(type)) return '';
  if (!isObjectType(type)) throw new Error(`expected an object, but got ${type.name}`);
  if (type.name === 'Source') return 'key';
  return Object.values(type.getFields())
    .map((field) => {
      const below = selection(field.type);
      return below === '' ? field.name : `${field.name} { ${below} }`;
    })
    .join(' ');
}
