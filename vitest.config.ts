import { defineConfig } from 'vitest/config';

export default defineConfig({
  // One copy of graphql for the tests and for the libraries they run: both its builds would be loaded otherwise.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  // An embedded database takes seconds to start.
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
