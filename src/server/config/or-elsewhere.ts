export type JsonSchema = Readonly<Record<string, unknown>>;

/** What may stand in place of every value, under the name by which it is referred to: it is known only where the file is read. */
export const ELSEWHERE = {
  elsewhere: {
    anyOf: [
      {
        description: 'A variable of the environment, and what is taken where it is unset or empty.',
        type: 'string',
        pattern: '\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\}',
      },
      {
        description: 'The text of a file.',
        type: 'object',
        properties: { file: { type: 'string', description: 'Its path; relative to the configuration file.' } },
        required: ['file'],
        additionalProperties: false,
      },
    ],
  },
} as const satisfies JsonSchema;

/** A JSON Schema in which every text, number and truth may come from elsewhere. */
export function orElsewhere(schema: JsonSchema): JsonSchema {
  const { description, default: usual, ...rest } = schema;
  const notes = { ...(description !== undefined && { description }), ...(usual !== undefined && { default: usual }) };
  if (isScalar(rest)) return { ...notes, anyOf: [rest, { $ref: '#/$defs/elsewhere' }] };
  const { properties, items, anyOf } = rest as {
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly items?: JsonSchema;
    readonly anyOf?: readonly JsonSchema[];
  };
  return {
    ...notes,
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, orElsewhere(each)])),
    }),
    ...(items && { items: orElsewhere(items) }),
    ...(anyOf && { anyOf: anyOf.map(orElsewhere) }),
  };
}

function isScalar({ type }: JsonSchema): boolean {
  return type !== undefined && type !== 'object' && type !== 'array' && type !== 'null';
}
