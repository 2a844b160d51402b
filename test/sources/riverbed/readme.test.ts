import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const readme = readFileSync(new URL('../../../src/sources/riverbed/README.md', import.meta.url), 'utf8');
const HELD = /\| `([\w.-]+)`: (.+) \|$/gm;

describe('the README of Riverbed', () => {
  it('names for each quirk a test that is there', () => {
    const quirks = [...readme.slice(readme.indexOf('## Quirks')).matchAll(HELD)];
    expect(quirks.length).toBeGreaterThan(10);
    for (const [, file = '', title = ''] of quirks) {
      const tests = readFileSync(new URL(file, import.meta.url), 'utf8');
      expect(tests.includes(`'${title}'`), `${file}: ${title}`).toBe(true);
    }
  });
});
