import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HTTP_BOUNDS } from '../../src/server/http-bounds.ts';

const LIMITS = readFileSync('docs/limits.md', 'utf8');
const CONFIGURATION = readFileSync('docs/configuration.md', 'utf8');

test.each(Object.entries(HTTP_BOUNDS))('%s is %d by default, as it is documented', (name, value) => {
  expect(CONFIGURATION).toContain(`| \`${name}\` | \`${value}\` |`);
  expect(LIMITS).toMatch(new RegExp(`\\| ${value.toLocaleString('en')}\\b[^|]*\\| \`limits\\.${name}\` \\|`));
});
