import { sealBy } from '../../src/federation/ask/seal.ts';

/** What the cursors of every test are sealed with that needs no key of its own. */
export const CURSOR_KEY = new Uint8Array(32).fill(7);
export const SEAL = sealBy(CURSOR_KEY);
