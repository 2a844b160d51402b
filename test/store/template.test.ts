import { expect, test } from 'vitest';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { type Migration, readMigrations } from '../../src/store/engine/migrations.ts';
import { builtTemplate, dumpTemplate, templatePath } from '../../src/store/engine/template.ts';
import { openStore } from '../../src/store/open-store.ts';
import { OPENED } from './databases.ts';

const migrations = readMigrations();

test('a store that begins from a template is as new', async () => {
  const template = await dumpTemplate(migrations, 'gzip');
  const store = await openStore({ template, rules: BUILT_IN, now: () => OPENED });
  await store.ready();
  expect(await store.config()).toMatchObject({ revision: 1, updatedAt: OPENED });
  expect(await store.stored()).toBe(0);
  await store.close();
});

test('a template is found by its migrations alone', async () => {
  const [first] = migrations as [Migration];
  const edited = { ...first, checksum: '0' };
  const paths = [migrations, [edited], [...migrations, edited], []].map(templatePath);
  expect(new Set(paths).size).toBe(paths.length);
  expect(await builtTemplate([edited])).toBeUndefined();
});
