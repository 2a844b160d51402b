import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import type { Json } from '../../domain/json.ts';
import { fileFault } from '../file-fault.ts';
import { describeIssue } from './describe-issue.ts';
import { type Environment, maskReferences } from './environment.ts';
import { ConfigError, type GatewayConfig, type SourceConfig } from './gateway-config.ts';
import { hostProblem } from './loopback.ts';
import { type Adapters, readSource } from './read-source.ts';
import { resolveValues } from './resolve-values.ts';
import { FILE } from './shape.ts';

export interface ConfigSurroundings {
  readonly environment: Environment;
  readonly adapters: Adapters;
  /** Given on the command line; they win over the file. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
}

/** The file at `path`, or what stands in for it: the store alone. Throws `ConfigError` with every problem at once. */
export function loadConfig(path: string | null, surroundings: ConfigSurroundings): GatewayConfig {
  return parseConfig(path === null ? '' : read(path), path ?? 'no configuration file', surroundings);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const found = fileFault(cause) ?? 'an error';
    throw new ConfigError(`${path}: expected a readable configuration file, but got ${found}`, [], { cause });
  }
}

export function parseConfig(text: string, path: string, surroundings: ConfigSurroundings): GatewayConfig {
  const folder = dirname(resolve(path));
  const masked = maskReferences(text, surroundings.environment);
  const document = parseDocument(masked.text, { prettyErrors: false, uniqueKeys: true });
  if (document.errors.length > 0) {
    const lines = document.errors.map(
      (error) => `line ${lineOf(masked.text, error.pos[0])}: expected YAML, but got ${reasonOf(error.code)}`,
    );
    throw refused(path, lines);
  }
  const { value, problems: unresolved } = resolveValues(
    (document.toJS({ maxAliasCount: 100 }) ?? {}) as Json,
    masked,
    folder,
  );
  const { config, problems } = check(value, folder, surroundings);
  const isJudged = (problem: string) => !unresolved.some(({ place }) => problem.startsWith(`${place}: `));
  const all = [...unresolved.map(({ problem }) => problem), ...problems.filter(isJudged)];
  if (config === null || all.length > 0) throw refused(path, all);
  return config;
}

function check(value: Json, folder: string, { adapters, host, port }: ConfigSurroundings) {
  const file = FILE.safeParse(value);
  if (!file.success)
    return { config: null, problems: file.error.issues.flatMap((issue) => describeIssue(issue, FILE, value, [])) };
  const { $schema, auth, server, sources: items, ...rest } = file.data;
  const reads = items.map((item, index) => readSource(item as Json, ['sources', index], value, adapters, folder));
  const sources = reads.flatMap(({ source }) => (source === null ? [] : [source]));
  const listening = { host: host ?? server.host, port: port ?? server.port };
  const problems = [
    ...(auth === undefined ? [] : [AUTH]),
    ...hostProblem(listening.host, host === undefined ? 'server.host' : '--host'),
    ...reads.flatMap((one) => one.problems),
    ...doubled(items),
  ];
  return {
    config: { ...rest, server: listening, sources } satisfies GatewayConfig & { sources: readonly SourceConfig[] },
    problems,
  };
}

const AUTH =
  'auth: expected to be left out, for access control is not available yet and nothing may look protected that is not; but got a value';

function doubled(items: readonly unknown[]): readonly string[] {
  const ids = items.map((item) => (typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined));
  return ids.flatMap((id, index) => {
    const first = ids.indexOf(id);
    if (typeof id !== 'string' || first === index) return [];
    return [
      `sources[${index}].id: expected an id that no other source has, but got that of sources[${first}]: ${JSON.stringify(id)}`,
    ];
  });
}

function refused(path: string, problems: readonly string[]): ConfigError {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return new ConfigError(`${path}: expected a valid configuration, but got ${count}`, problems);
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** The parser's word for it: its sentence would quote the file, and the file holds secrets. */
function reasonOf(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}
