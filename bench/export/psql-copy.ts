import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { SourceKey } from '../../src/domain/event.ts';
import type { ExportFormat } from '../../src/domain/export/columns.ts';
import { eventTypeOf } from '../../src/schema/kinds.ts';
import { lineSql } from '../../src/store/sql/export-line.ts';

/**
 * What the export is compared with: `psql \copy (select …) to …` of the same lines in the same order. The expression is the
 * gateway's own, less the end of the line, which COPY sets. Gives the seconds it took, psql's start included.
 */
export async function psqlCopy(url: string, format: ExportFormat, untilMicros: number, file: string): Promise<number> {
  const where = `source = 'gateway' AND occurred_at < ${untilMicros}`;
  const select = `SELECT ${lineText(format)} FROM audit_event WHERE ${where} ORDER BY occurred_at DESC, id DESC`;
  const started = performance.now();
  const child = spawn('psql', ['-X', '-q', url], { stdio: ['pipe', 'ignore', 'pipe'] });
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  child.stdin.end(`\\set ON_ERROR_STOP on\n\\copy (${select.replaceAll(/\s+/g, ' ')}) to '${file}'\n`);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`psql: expected to succeed, but got exit code ${code}: ${said.join('').trim()}`);
  return (performance.now() - started) / 1000;
}

function lineText(format: ExportFormat): string {
  const sql = lineSql({ format, typeNames: new Map([['gateway' as SourceKey, eventTypeOf('gateway')]]) });
  const text = sql.text.replaceAll(/\$(\d+)/g, (_, index) => `'${String(sql.values[Number(index) - 1])}'`);
  const whole = text.replace(/, ?(chr\(13\) \|\| )?chr\(10\)\)$/, ')');
  if (whole === text) throw new Error(`expected the line to end with its end of line, but got ${text.slice(-40)}`);
  return whole;
}
