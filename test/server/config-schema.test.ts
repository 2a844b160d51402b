import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { asConfiguration } from '../../simulators/as-source.ts';
import { type Kind, SIMULATORS } from '../../simulators/registry.ts';
import { printedConfigSchema } from '../../src/server/config/config-schema.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';

const SCHEMA = JSON.parse(printedConfigSchema(ADAPTERS));
const validate = new Ajv2020({ allErrors: true, strict: false }).compile(SCHEMA);

function isValid(text: string): boolean {
  return validate(parse(text));
}

/** The YAML of a page: whole configurations, by what they hold. */
function examplesIn(page: string): readonly string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
}

function described(schema: Record<string, unknown>, path: string): readonly string[] {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Record<string, unknown>>);
  return properties.flatMap(([name, each]) => [
    ...(each.description === undefined ? [`${path}.${name}`] : []),
    ...described(each, `${path}.${name}`),
  ]);
}

describe('the JSON Schema of the configuration file', () => {
  it('is the published file: npm run schema:write makes it', () => {
    expect(readFileSync('config.schema.json', 'utf8')).toBe(printedConfigSchema(ADAPTERS));
  });

  it.each(Object.keys(SIMULATORS) as Kind[])('lets a source of %s through', (kind) => {
    expect(isValid(asConfiguration(kind, 'http://127.0.0.1:5000', {}))).toBe(true);
  });

  it.each(['README.md', 'docs/configuration.md'])('lets the examples of %s through', (page) => {
    const examples = examplesIn(page).filter((text) => /^sources:/m.test(text));
    expect(examples.length).toBeGreaterThan(0);
    for (const text of examples) expect([text, isValid(text)]).toEqual([text, true]);
  });

  it('lets a variable and a file stand for a number and a truth', () => {
    const rest = 'kind: salt, url: "https://s.example", auth: { username: a, password: b }';
    const source = `{ id: a, timeoutMs: { file: t }, tls: { insecure: "\${INSECURE}" }, ${rest} }`;
    expect(isValid(`server: { port: "\${PORT:-4000}" }\nsources: [${source}]`)).toBe(true);
  });

  it.each([
    'sorces: []',
    'server: { port: 70000 }',
    'server: { port: web }',
    'sources: [{ id: a, kind: salt, url: "https://s.example" }]',
    'sources: [{ id: a, kind: pepper, url: "https://s.example", auth: { username: a, password: b } }]',
    'sources: [{ id: a, kind: salt, url: "https://s.example", namespace: x, auth: { username: a, password: b } }]',
    'sources: [{ id: A, kind: astromkey, url: "https://a.example", auth: { apiToken: b } }]',
  ])('refuses %s', (text) => {
    expect(isValid(text)).toBe(false);
  });

  it('describes every key, and tells defaults', () => {
    const kinds = Object.entries(SCHEMA.$defs).filter(([name]) => name in ADAPTERS);
    expect(kinds).toHaveLength(5);
    const undescribed = kinds.flatMap(([kind, each]) => described(each as Record<string, unknown>, kind));
    expect([...described(SCHEMA, ''), ...undescribed]).toEqual([]);
    expect([SCHEMA.properties.server.properties.port.default, SCHEMA.$defs.salt.properties.maxScan.default]).toEqual([
      4000, 50_000,
    ]);
  });
});
