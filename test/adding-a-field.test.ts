import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** A copy of the sources, to which a field is added. */
const copy = mkdtempSync(join(tmpdir(), 'adding-a-field-'));
for (const name of ['src', 'package.json', 'tsconfig.json'])
  cpSync(join(ROOT, name), join(copy, name), { recursive: true });
symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function insertBefore(file: string, line: string, added: string): void {
  const text = readFileSync(join(copy, file), 'utf8');
  if (!text.includes(line)) throw new Error(`expected ${file} to have the line ${line}`);
  writeFileSync(join(copy, file), text.replace(line, `${added}${line}`));
}

/** The files that do not compile. */
function unfinished(): readonly string[] {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const project = { extends: './tsconfig.json', include: ['src'] };
  writeFileSync(join(copy, 'tsconfig.src.json'), JSON.stringify(project));
  try {
    execFileSync(process.execPath, [tsc, '-p', 'tsconfig.src.json', '--pretty', 'false'], {
      cwd: copy,
      encoding: 'utf8',
    });
    return [];
  } catch (error) {
    const { stdout } = error as { readonly stdout: string };
    return [...new Set([...stdout.matchAll(/^(\S+?)\(\d+,\d+\): error/gm)].map(([, file = '']) => file))].toSorted();
  }
}

describe('a field is added to events', () => {
  test('one that only the event has does not compile in the table', () => {
    insertBefore(
      'src/domain/event.ts',
      '  readonly changes: readonly FieldChange[];\n',
      '  readonly tenant: string | null;\n',
    );
    expect(unfinished()).toContain('src/domain/event-fields.ts');
  });

  test('with its line in the table it is asked to be carried by two functions, and described', () => {
    insertBefore('src/domain/event-fields.ts', "  changes: { ...PLAIN, type: 'json'", '  tenant: TEXT_OR_NONE,\n');
    expect(unfinished()).toEqual([
      'src/domain/event.ts',
      'src/schema/events/audit-event.ts',
      'src/schema/filter.ts',
      'src/store/sql/row.ts',
    ]);
  });

  test('so it does once it is carried and described', () => {
    insertBefore('src/domain/event.ts', '    changes: draft.changes,\n', '    tenant: draft.tenant ?? null,\n');
    insertBefore('src/store/sql/row.ts', '    changes: row.changes,\n', '    tenant: row.tenant,\n');
    insertBefore(
      'src/schema/events/audit-event.ts',
      '    changes: t.field',
      "    tenant: t.exposeString('tenant', {}),\n",
    );
    insertBefore('src/schema/filter.ts', '    changedPath: t.field', '    tenant: t.field({ type: StringFilter }),\n');
    expect(unfinished()).toEqual([]);
  });
});
