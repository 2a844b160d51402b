import { z } from 'zod';
import type { Path } from './path.ts';

/** The keys that a schema knows at a place below it, of all its alternatives; none where that is no mapping. */
export function knownKeys(schema: z.core.$ZodType, [name, ...rest]: Path): readonly string[] {
  const shapes = shapesOf(schema);
  if (name === undefined) return [...new Set(shapes.flatMap((shape) => Object.keys(shape)))];
  const inner = typeof name === 'number' ? itemsOf(schema) : shapes.flatMap((shape) => shape[String(name)] ?? []);
  return [...new Set(inner.flatMap((each) => knownKeys(each, rest)))];
}

function shapesOf(schema: z.core.$ZodType): readonly z.core.$ZodShape[] {
  return bare(schema).flatMap((each) => (each instanceof z.core.$ZodObject ? [each._zod.def.shape] : []));
}

function itemsOf(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  return bare(schema).flatMap((each) => (each instanceof z.core.$ZodArray ? [each._zod.def.element] : []));
}

/** The alternatives of a schema, without defaults, null and changes around them. */
function bare(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.core.$ZodUnion) return schema._zod.def.options.flatMap(bare);
  if (schema instanceof z.core.$ZodPipe) return [...bare(schema._zod.def.in), ...bare(schema._zod.def.out)];
  if (
    schema instanceof z.core.$ZodDefault ||
    schema instanceof z.core.$ZodPrefault ||
    schema instanceof z.core.$ZodOptional ||
    schema instanceof z.core.$ZodNullable
  ) {
    return bare(schema._zod.def.innerType);
  }
  return [schema];
}
