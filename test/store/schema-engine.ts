import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { type Migration, migrationsFolder } from '../../src/store/engine/migrations.ts';

/** The parts of the module that its own loader uses. */
interface Glue {
  readonly SchemaEngine: typeof SchemaEngine;
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}

const SCHEMA = join(migrationsFolder(), '..', 'schema.prisma');

/** Prisma's own schema engine over a database, in WebAssembly; its scratch database is always an embedded one. */
export async function schemaEngine(factory: SqlMigrationAwareDriverAdapterFactory): Promise<SchemaEngine> {
  const { SchemaEngine } = await loaded();
  const datamodels: [string, string][] = [[SCHEMA, readFileSync(SCHEMA, 'utf8')]];
  return SchemaEngine.new({ datamodels }, () => undefined, bindMigrationAwareSqlAdapterFactory(factory));
}

let loading: Promise<Glue> | null = null;

function loaded(): Promise<Glue> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Glue> {
  const glue = engine as unknown as Glue;
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const bytes = readFileSync(join(folder, 'schema_engine_bg.wasm'));
  const imports = { './schema_engine_bg.js': engine } as unknown as WebAssembly.Imports;
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return glue;
}

/** An embedded database for the engine, which closes the scratch databases that the engine asked for. */
export class EngineDatabase extends PrismaPGlite {
  readonly #scratch: PGlite[] = [];

  override async connectToShadowDb() {
    const scratch = await PGlite.create();
    this.#scratch.push(scratch);
    return new PrismaPGlite(scratch).connect();
  }

  async closeScratch(): Promise<void> {
    await Promise.all(this.#scratch.map((each) => each.close()));
  }
}

export function migrationList(migrations: readonly Migration[]): MigrationList {
  return {
    baseDir: migrationsFolder(),
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}

export function datamodel() {
  return { files: [{ path: SCHEMA, content: readFileSync(SCHEMA, 'utf8') }] };
}

export const NO_FILTER = { externalTables: [], externalEnums: [] };
