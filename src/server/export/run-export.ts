import type { ExportFormat } from '../../domain/export/columns.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Json } from '../../domain/json.ts';
import { ownEvent, type RecordedInput } from '../../domain/recorded-event.ts';
import type { RedactionRules } from '../../domain/redact.ts';
import type { ExportPart } from '../../federation/gateway.ts';
import type { EventStore } from '../../store/port/event-store.ts';
import { type ExportFailure, errorLine, exportFailure } from './export-failure.ts';

/** Where the text of an export goes. */
export interface ExportSink {
  /** Resolves when more may come. */
  write(text: string | Uint8Array): Promise<void>;
}

/** One export that has begun. */
export interface ExportRun {
  readonly parts: AsyncIterable<ExportPart>;
  /** The arguments as they were given, for its event. */
  readonly written: { readonly format: ExportFormat | string; readonly [argument: string]: Json };
  /** Who exports, and from where, as far as known. */
  readonly by: Pick<RecordedInput, 'actor' | 'client'>;
  /** Aborts when nobody wants it any more. */
  readonly signal: AbortSignal;
  readonly onPart?: (part: ExportPart) => void;
  readonly onInternal: (error: unknown) => void;
}

export interface ExportRecorder {
  readonly store: Pick<EventStore, 'record'>;
  readonly rules: RedactionRules;
  readonly now: () => Instant;
}

export interface ExportEnded {
  readonly events: number;
  /** Null: it is whole, and its event is recorded. */
  readonly failure: ExportFailure | null;
}

/**
 * Passes an export on, piece after piece, and records it as an event of the gateway's own: before its end is told, so that
 * no export is called whole that left no trace. One that is not whole ends with a line that says so.
 */
export async function runExport(run: ExportRun, sink: ExportSink, recorder: ExportRecorder): Promise<ExportEnded> {
  const started = performance.now();
  let events = 0;
  const recorded = (failure: ExportFailure | null) =>
    record(run, { events, failure, durationMs: Math.round(performance.now() - started) }, recorder);
  try {
    for await (const part of run.parts) {
      await sink.write(part.text);
      events += part.count;
      run.onPart?.(part);
    }
    await recorded(null);
    return { events, failure: null };
  } catch (error) {
    const failure = exportFailure(error, run.signal, run.onInternal);
    await recorded(failure).catch(run.onInternal);
    await sink.write(errorLine(failure, run.written.format === 'csv' ? 'csv' : 'ndjson')).catch(() => undefined);
    return { events, failure };
  }
}

async function record(
  { written, by }: ExportRun,
  { events, failure, durationMs }: ExportEnded & { readonly durationMs: number },
  { store, rules, now }: ExportRecorder,
): Promise<void> {
  const at = now();
  const problems = failure?.problems as unknown as Json;
  const event = ownEvent(
    {
      recordType: 'gateway.export',
      action: 'export',
      outcome: failure === null ? 'SUCCESS' : 'FAILURE',
      message: failure && `${failure.code}: ${failure.message}`,
      durationMs,
      ...by,
      details: { ...written, events, ...(failure && { code: failure.code, problems }) },
    },
    at,
    rules,
  );
  await store.record({ events: [event], idempotencyKey: null, now: at });
}
