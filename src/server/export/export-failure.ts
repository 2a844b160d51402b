import { type ExportFormat, LINE_END } from '../../domain/export/columns.ts';
import { EARLIEST, formatRfc3339, LATEST } from '../../domain/instant.ts';
import type { TimeWindow } from '../../domain/position.ts';
import type { Withheld } from '../../federation/export/withheld.ts';
import { ExportIncomplete } from '../../federation/gateway.ts';

/** Why an export is not whole, in words that are meant for whoever reads it. */
export interface ExportFailure {
  readonly code: 'UPSTREAM_FAILED' | 'CANCELLED' | 'INTERNAL_SERVER_ERROR';
  readonly message: string;
  readonly problems: readonly ReturnType<typeof problemOf>[];
}

/** What is no source's fault and nobody's wish is masked; `onInternal` gets the error itself. */
export function exportFailure(
  error: unknown,
  signal: AbortSignal,
  onInternal: (error: unknown) => void,
): ExportFailure {
  if (error instanceof ExportIncomplete) {
    return { code: 'UPSTREAM_FAILED', message: error.message, problems: error.withheld.map(problemOf) };
  }
  if (signal.aborted) return { code: 'CANCELLED', message: String((signal.reason as Error).message), problems: [] };
  onInternal(error);
  return { code: 'INTERNAL_SERVER_ERROR', message: 'Internal server error', problems: [] };
}

/** The last line of an export that is not whole: nobody takes it for an event. */
export function errorLine(failure: ExportFailure, format: ExportFormat): string {
  if (format === 'ndjson') return `${JSON.stringify({ error: failure })}${LINE_END.ndjson}`;
  return `# error: ${summary(failure).replaceAll('"', "'")}${LINE_END.csv}`;
}

/** All of it on one line. */
export function summary({ code, message, problems }: ExportFailure): string {
  const missing = problems.map(
    ({ source, missing: windows }) =>
      `missing of ${source}: ${windows.map(({ from, to }) => `from ${from ?? 'the beginning'} to ${to ?? 'the end'}`).join(', ')}`,
  );
  return [`${code}: ${message}`, ...missing].join('; ').replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

function problemOf({ source, problem: { code, message, httpStatus, retryAfterMs, retryable }, missing }: Withheld) {
  return { source, code, message, httpStatus, retryAfterMs, retryable, missing: missing.map(windowOf) };
}

/** As the API gives a window: a null end is unbounded. */
function windowOf({ from, until }: TimeWindow) {
  return {
    from: from <= EARLIEST ? null : formatRfc3339(from),
    to: until >= LATEST ? null : formatRfc3339(until),
  };
}
