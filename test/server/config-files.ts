import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { ConfigError, type GatewayConfig } from '../../src/server/config/gateway-config.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';

export interface ConfigFiles {
  /** Where the file would be. */
  folder(): string;
  config(text: string, environment?: Readonly<Record<string, string>>): GatewayConfig;
  /** What is said of a file that is refused. */
  problems(text: string, environment?: Readonly<Record<string, string>>): readonly string[];
}

/** Configuration files of a folder, for all tests of a file. */
export function useConfigFiles(): ConfigFiles {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'audit-gateway-config-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const config: ConfigFiles['config'] = (text, environment = {}) =>
    parseConfig(text, join(folder, 'audit-gateway.yaml'), { environment, adapters: ADAPTERS });
  return { folder: () => folder, config, problems: (text, environment) => refused(() => config(text, environment)) };
}

function refused(read: () => GatewayConfig): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('expected the file to be refused');
}

/** A reference to a variable of the environment, as the file writes it. */
export const env = (reference: string) => `$\{${reference}}`;

export const SALT =
  '{ id: salt, kind: salt, mode: live, url: "https://salt.example", auth: { username: audit, password: hush-hush } }';
export const F5 =
  '{ id: f5, kind: f5xc, mode: live, url: "https://f5.example", namespace: default, auth: { apiToken: hush-hush } }';
