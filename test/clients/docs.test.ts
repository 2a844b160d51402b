import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const PAGE = 'docs/clients.md';
const RECIPES = 'test/clients/recipes';

const MARK = /<!-- recipe: (\S+) -->\n(?:\n```ts\n[\s\S]*?\n```\n)?/g;

/** The page with every recipe as its file has it. */
function current(page: string): string {
  return page.replace(MARK, (_, name: string) => {
    const code = readFileSync(`${RECIPES}/${name}`, 'utf8').trimEnd();
    return `<!-- recipe: ${name} -->\n\n\`\`\`ts\n${code}\n\`\`\`\n`;
  });
}

test('the page of clients holds every recipe as it runs', () => {
  const page = readFileSync(PAGE, 'utf8');
  if (process.env.WRITE_DOCS) writeFileSync(PAGE, current(page));
  expect(readFileSync(PAGE, 'utf8')).toBe(current(page));
  const named = [...page.matchAll(MARK)].map(([, name]) => name);
  const files = readdirSync(RECIPES, { withFileTypes: true }).filter((entry) => entry.isFile());
  expect(named.sort()).toEqual(files.map(({ name }) => name).sort());
});
