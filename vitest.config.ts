import { defineConfig } from 'vitest/config';
import { relayTags } from './test/clients/relay-tags.ts';
import { LongestFirst } from './test/longest-first.ts';

/** What is pure, or keeps all it needs in its own hands: to load the code anew for each file takes longer than its tests. */
const PURE = ['domain', 'federation', 'lanes', 'schema', 'simulators', 'sources'].map(
  (room) => `test/${room}/**/*.test.ts`,
);

export default defineConfig({
  // One copy of graphql for the tests and for the libraries they run: both its builds would be loaded otherwise.
  plugins: [relayTags()],
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    globalSetup: ['test/global-setup.ts'],
    // An embedded database takes seconds to start, and far longer where other work keeps the machine busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'apart', include: ['test/**/*.test.ts'], exclude: PURE } },
      { extends: true, test: { name: 'together', include: PURE, isolate: false } },
    ],
  },
});
