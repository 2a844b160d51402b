import { defineConfig } from 'prisma/config';

/** These commands run in WebAssembly; the command line only checks that the file named as the engine is there. */
const WITHOUT_ENGINE = ['generate', 'validate', 'format', 'version'];

if (WITHOUT_ENGINE.includes(process.argv[2] ?? '')) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
