import { readFileSync } from 'node:fs';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { scalars } from './recipes/codegen.ts';
import { EVENTS } from './recipes/events.ts';

const text = readFileSync('schema.graphql', 'utf8');

async function generated(given: Record<string, string>): Promise<string> {
  const files = await preset.buildGeneratesSection({
    baseOutputDir: './',
    config: { scalars: given, useTypeImports: true, enumsAsTypes: true },
    presetConfig: {},
    schema: parse(text),
    schemaAst: buildSchema(text),
    documents: [{ location: 'events.ts', document: parse(EVENTS), rawSDL: EVENTS }],
    plugins: [],
    pluginMap: {},
  } as never);
  const types = files.find(({ filename }) => filename.endsWith('/graphql.ts'));
  if (!types) throw new Error(`expected graphql.ts among ${files.map(({ filename }) => filename)}`);
  return codegen(types);
}

test('generated types know every scalar with those of the recipe, and not without', async () => {
  const known = await generated(scalars);
  expect(known).toContain('occurredAt: string');
  expect(await generated({})).not.toContain('occurredAt: string');
});

test('the recipe knows every scalar of the schema', () => {
  const own = Object.keys(buildSchema(text).getTypeMap()).filter((name) => text.includes(`scalar ${name}`));
  expect(Object.keys(scalars).sort()).toEqual(own.sort());
});
