import type { ZodObject, ZodType } from 'zod';

/**
 * The switches that texts like `xsrf=false` set. A value is taken as the text it is where the schema takes that, else as
 * JSON. Throws an Error that says which switches there are, or what a switch expects.
 */
export function switchesOf(
  kind: string,
  schema: ZodObject,
  texts: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(texts.map((text) => switchOf(kind, schema, text)));
}

function switchOf(kind: string, schema: ZodObject, text: string): readonly [name: string, value: unknown] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new Error(`--set: expected name=value, found ${JSON.stringify(text)}`);
  const expected: ZodType | undefined = Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined;
  if (expected === undefined) {
    throw new Error(
      `--set: ${kind} has no switch ${JSON.stringify(name)}; it has ${Object.keys(schema.shape).join(', ')}`,
    );
  }
  const readings = [value, ...asJson(value)].map((reading) => expected.safeParse(reading));
  const fitting = readings.find((reading) => reading.success);
  if (fitting) return [name, fitting.data];
  const found = readings
    .at(-1)
    ?.error?.issues.map((issue) => issue.message)
    .join('; ');
  throw new Error(`--set ${name}: ${found}, found ${JSON.stringify(value)}`);
}

function asJson(text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}
