import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { dirname } from 'node:path';

/** What was measured on. */
export const MACHINE = {
  node: process.version,
  cores: availableParallelism(),
  cpu: cpus()[0]?.model ?? 'unknown',
} as const;

/** A table on standard output; every row has the same members. */
export function printTable(title: string, rows: readonly Readonly<Record<string, string | number>>[]): void {
  const [first = {}] = rows;
  const names = Object.keys(first);
  const lines = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '')))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const text = lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | '));
  const rule = widths.map((width) => '-'.repeat(width)).join(' | ');
  const [head = '', ...body] = text.map((line) => `| ${line} |`);
  process.stdout.write(`\n${title}\n\n${[head, `| ${rule} |`, ...body].join('\n')}\n`);
}

export async function writeResults(file: string, results: object): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ ...MACHINE, at: new Date().toISOString(), ...results }, null, 2)}\n`);
  process.stdout.write(`\nwritten to ${file}\n`);
}
