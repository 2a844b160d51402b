import type { z } from 'zod';
import { isJsonObject, type Json } from '../../domain/json.ts';
import { type Path, valueAt } from './path.ts';

const NUMBER = /^-?\d+(\.\d+)?$/;

/** What texts mean where something else is expected. */
const READ: Readonly<Record<string, (text: string) => Json>> = {
  number: (text) => (NUMBER.test(text) ? Number(text) : text),
  int: (text) => (NUMBER.test(text) ? Number(text) : text),
  boolean: (text) => (text === 'true' ? true : text === 'false' ? false : text),
};

/**
 * The value with the number or the truth that a text means, wherever the schema expects one and no text: what comes from the
 * environment or a file is always a text.
 */
export function fromText(schema: z.core.$ZodType & Pick<z.ZodType, 'safeParse'>, value: Json): Json {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).reduce(
    (whole, issue) => (issue.code === 'invalid_type' ? meant(whole, issue.path, issue.expected) : whole),
    value,
  );
}

function meant(value: Json, path: Path, expected: string): Json {
  const text = valueAt(value, path);
  return typeof text === 'string' ? withValue(value, path, READ[expected]?.(text) ?? text) : value;
}

function withValue(value: Json, [name, ...rest]: Path, wanted: Json): Json {
  if (name === undefined) return wanted;
  if (Array.isArray(value))
    return value.map((item: Json, index) => (index === name ? withValue(item, rest, wanted) : item));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(
    ([key, item]) => [key, key === name ? withValue(item, rest, wanted) : item] as const,
  );
  return Object.fromEntries(entries);
}
