import type { AuditEvent, SourceKey } from '../domain/event.ts';
import { eventId } from '../domain/event-id.ts';
import type { Json } from '../domain/json.ts';
import { compileFilter } from '../domain/matches.ts';
import type { EventQuery } from '../domain/query.ts';
import { BUILT_IN, type RedactionRules, redact } from '../domain/redact.ts';
import { wellFormedJson } from '../domain/text.ts';
import { type Item, type Lane, LanePaused } from '../lanes/lane.ts';
import { merge } from '../lanes/merge.ts';
import type { Entry, Reading } from '../lanes/reading.ts';
import { settle } from '../lanes/settle.ts';
import { SourceError } from '../lanes/source-error.ts';
import { strictly } from '../lanes/strictly.ts';
import type { Exchange, RecordPage, SourceAdapter, Stream } from './adapter.ts';
import { type Allowance, allowance } from './allowance.ts';
import type { Connection } from './connection.ts';
import { type Division, divide } from './divide.ts';
import { type Meter, meter } from './meter.ts';

/** A vendor that can be asked: what describes it, how it is configured, and the line to it. */
export interface OpenSource<Options> {
  readonly key: SourceKey;
  readonly adapter: SourceAdapter<Options>;
  readonly options: Options;
  readonly connection: Connection;
  readonly rules: RedactionRules;
  readonly timeoutMs: number;
  /** Records read for one lane before it pauses. */
  readonly maxScan: number;
  /** Records per request at most; null: what the vendor allows. */
  readonly pageSize: number | null;
}

/** exchanges → records → redacted → decoded → ids → settled → strictly: one lane of one vendor, its streams merged. */
export async function* openLane<Options>(
  source: OpenSource<Options>,
  query: EventQuery,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  const asked = source.adapter.streams.flatMap((stream) => {
    const division = divide(query, stream, source.options, source);
    return division ? [{ stream, division }] : [];
  });
  const counted = meter(asked.map(({ division }) => division));
  yield { kind: 'report', report: counted.report() };
  const allowed = allowance(source.timeoutMs, source.maxScan, signal);
  try {
    const lanes = asked.map(({ stream, division }) => {
      const readings = read(source, stream, division, query, counted, allowed);
      const how = { direction: query.direction, grainUs: stream.capabilities.grainUs, window: division.window };
      return strictly(settle(readings, how), query);
    });
    yield* lanes.length === 1 && lanes[0] ? lanes[0] : together(lanes, query);
  } finally {
    allowed.close();
  }
}

async function* together(lanes: readonly Lane[], query: EventQuery): AsyncGenerator<Item> {
  for await (const item of merge(lanes, query.direction, () => false)) yield item;
}

async function* read<Options>(
  source: OpenSource<Options>,
  stream: Stream<Options>,
  division: Division,
  query: EventQuery,
  counted: Meter,
  allowed: Allowance,
): AsyncGenerator<Reading> {
  const matches = compileFilter(query.where);
  let exchange: Exchange<RecordPage> | null = stream.ask(division, source.options);
  while (exchange) {
    const spent = allowed.spent(counted.report().scanned);
    if (spent) throw new LanePaused(spent);
    const asked: Exchange<RecordPage> = exchange;
    let page: RecordPage;
    try {
      const response = await allowed.time(() => source.connection.send(asked.request, allowed.signal, counted.sent));
      const step = asked.read(response);
      page = step.result;
      exchange = step.next;
    } catch (error) {
      yield { kind: 'report', report: counted.report() };
      const instead = error instanceof SourceError ? asked.refused?.(error.problem) : null;
      if (!instead) throw error;
      exchange = instead;
      continue;
    }
    const entries = page.records.map((record) => decode(record, source, matches));
    counted.read(entries.length, entries.filter((entry) => entry.kind === 'event' && entry.matched).length);
    yield { kind: 'report', report: counted.report() };
    yield { kind: 'page', entries, wholeUntil: page.wholeUntil };
  }
}

function decode<Options>(received: Json, source: OpenSource<Options>, matches: (event: AuditEvent) => boolean): Entry {
  const event = eventOf(received, source);
  return event ? { kind: 'event', event, matched: matches(event) } : { kind: 'unplaced' };
}

/** Redacted before anything reads it. Ids see the built-in redactions alone, so that a configured one never moves them. */
export function eventOf<Options>(
  received: Json,
  { adapter, options, key, rules }: Pick<OpenSource<Options>, 'adapter' | 'options' | 'key' | 'rules'>,
): AuditEvent | null {
  const record = redact(wellFormedJson(received), BUILT_IN);
  const draft = adapter.decode(record, options);
  if (!draft) return null;
  const raw = rules.keys.length === 0 ? record : redact(record, rules);
  const { nativeKey: _, ...fields } = (raw === record ? draft : adapter.decode(raw, options)) ?? draft;
  return { ...fields, id: eventId(key, draft.nativeKey), source: key, raw };
}
