import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isObjectType } from 'graphql';
import { z } from 'zod';
import { canonicalJson } from '../../../src/domain/canonical.ts';
import { isField } from '../../../src/domain/fields.ts';
import { isJsonObject, type Json } from '../../../src/domain/json.ts';
import type { Stream } from '../../../src/sources/adapter.ts';
import { A_TEST } from '../../fakes/arbitrary-filter.ts';
import { type Check, type Finding, firstFinding } from '../check.ts';
import type { SourceSubject } from './source-subject.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** What a vendor says of itself, and where the house speaks of it. */
export const DECLARATION_CHECKS: readonly Check<SourceSubject>[] = [
  {
    id: 'SRC-001',
    level: 'MUST',
    says: 'every option is described',
    verify: ({ adapter }) => {
      const bare = undescribed(z.toJSONSchema(adapter.options, { io: 'input', unrepresentable: 'any' }) as Json, []);
      return bare.length === 0 ? null : { expected: 'a description of each', found: `none of ${bare.join(', ')}` };
    },
  },
  {
    id: 'SRC-002',
    level: 'MUST',
    says: 'options are completed by defaults that are options themselves',
    verify: ({ adapter, samples }) =>
      firstFinding(samples.options, (given) => {
        const once = adapter.options.parse(given) as Json;
        const twice = adapter.options.parse(once) as Json;
        return canonicalJson(once) === canonicalJson(twice) ? null : { expected: show(once), found: show(twice) };
      }),
  },
  {
    id: 'SRC-003',
    level: 'MUST',
    says: 'capabilities are possible: known fields and tests, a grain, page sizes from 1 up to the largest',
    verify: ({ adapter, samples }) =>
      firstFinding(samples.options, (given) => {
        const streams = adapter.streams(adapter.options.parse(given));
        const names = streams.map(({ name }) => name);
        if (names.length === 0 || new Set(names).size < names.length) {
          return { expected: 'streams with names of their own', found: names.join(', ') || 'no stream' };
        }
        return firstFinding(streams, impossible);
      }),
  },
  {
    id: 'SRC-027',
    level: 'MUST',
    says: "there is a page of the vendor's quirks, and one for those who configure it, which names every option",
    verify: ({ adapter, samples }) =>
      firstFinding([samples.readme, samples.page], (file) => {
        if (!existsSync(resolve(ROOT, file))) return { expected: `the file ${file}`, found: 'none' };
        const text = readFileSync(resolve(ROOT, file), 'utf8');
        if (!/^# \S/.test(text)) return { expected: `${file} to begin with its title`, found: show(text.slice(0, 40)) };
        const silent = Object.keys(adapter.options.shape).find((name) => !text.includes(name));
        if (file !== samples.page || silent === undefined) return null;
        return { expected: `${file} to name the option ${silent}`, found: 'nothing of it' };
      }),
  },
  {
    id: 'SRC-028',
    level: 'MUST',
    says: 'its events have a GraphQL type with described fields of their own',
    verify: async ({ samples }) => {
      const type = (await samples.schema()).getType(samples.eventType);
      if (!isObjectType(type)) return { expected: `the type ${samples.eventType}`, found: String(type) };
      const common = type.getInterfaces().flatMap((each) => Object.keys(each.getFields()));
      if (!type.getInterfaces().some(({ name }) => name === 'AuditEvent')) {
        return {
          expected: `${type.name} to be an AuditEvent`,
          found: `${type.getInterfaces().join(', ') || 'nothing'}`,
        };
      }
      const own = Object.values(type.getFields()).filter(({ name }) => !common.includes(name));
      if (own.length === 0) return { expected: `fields of ${type.name} alone`, found: 'none' };
      const bare = own.find(({ description }) => !description);
      return bare ? { expected: `${type.name}.${bare.name} to be described`, found: 'nothing said of it' } : null;
    },
  },
];

/** Paths of the options that nothing is said of. */
function undescribed(schema: Json, path: readonly string[]): readonly string[] {
  if (!isJsonObject(schema)) return [];
  const { properties } = schema;
  const members = isJsonObject(properties) ? Object.entries(properties) : [];
  const inner = members.flatMap(([name, member]) => {
    const said = isJsonObject(member) && typeof member.description === 'string' && member.description !== '';
    return [...(said ? [] : [[...path, name].join('.')]), ...undescribed(member, [...path, name])];
  });
  const choices = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return [...inner, ...choices.flatMap((choice) => undescribed(choice, path))];
}

function impossible({ name, capabilities }: Stream): Finding | null {
  const { filters, grainUs, pageSize, maxPageSize } = capabilities;
  const unknown = Object.keys(filters).find((field) => !isField(field));
  if (unknown !== undefined) return { expected: `${name} to filter by known fields`, found: unknown };
  const ops = Object.values(filters).flatMap((tests) => Object.keys(tests));
  const strange = ops.find((op) => !Object.hasOwn(A_TEST, op));
  if (strange !== undefined) return { expected: `${name} to know tests that there are`, found: strange };
  if (!Number.isInteger(grainUs) || grainUs < 1) return { expected: `${name} to have a grain`, found: `${grainUs} µs` };
  const sizes = Number.isInteger(pageSize) && Number.isInteger(maxPageSize) && pageSize >= 1 && pageSize <= maxPageSize;
  return sizes ? null : { expected: `${name}: 1 ≤ pageSize ≤ maxPageSize`, found: `${pageSize}, ${maxPageSize}` };
}

function show(value: Json): string {
  return JSON.stringify(value);
}
