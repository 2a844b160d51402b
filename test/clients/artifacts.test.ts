import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { test } from 'vitest';

test('what the Relay compiler made of the recipe is current with the recipe and the schema', () => {
  const compiler = createRequire(import.meta.url).resolve('relay-compiler/cli.js');
  execFileSync(process.execPath, [compiler, 'relay.config.json', '--validate'], { cwd: 'test/clients', stdio: 'pipe' });
});
