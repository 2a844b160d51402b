import { z } from 'zod';
import { ELSEWHERE, type JsonSchema, orElsewhere } from './or-elsewhere.ts';
import type { Adapters } from './read-source.ts';
import { COMMON, FILE } from './shape.ts';

/** The JSON Schema of the configuration file, as text. Editors complete and check by it; the gateway itself checks more. */
export function printedConfigSchema(adapters: Adapters): string {
  const { $schema, properties, ...file } = jsonSchemaOf(FILE);
  const kinds = Object.entries(adapters).map(
    ([kind, { options }]) => [kind, sourceSchema(kind, options.shape)] as const,
  );
  const items = { anyOf: kinds.map(([kind]) => ({ $ref: `#/$defs/${kind}` })) };
  const whole = {
    $schema,
    title: 'Configuration of audit-gateway',
    ...file,
    properties: { ...properties, sources: { ...properties.sources, items } },
    $defs: { ...Object.fromEntries(kinds), ...ELSEWHERE },
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function sourceSchema(kind: string, options: z.ZodRawShape): JsonSchema {
  const { $schema, properties, ...rest } = jsonSchemaOf(z.strictObject({ ...COMMON, ...options }));
  const { description } = COMMON.kind.meta() ?? {};
  return { ...rest, properties: { ...properties, kind: { description, const: kind } } };
}

type OfMapping = JsonSchema & { readonly properties: Readonly<Record<string, JsonSchema>> };

function jsonSchemaOf(schema: z.ZodObject): OfMapping {
  const plain = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod;
      if (def.type === 'default') jsonSchema.default ??= def.defaultValue as typeof jsonSchema.default;
    },
  });
  return orElsewhere(plain as JsonSchema) as OfMapping;
}
