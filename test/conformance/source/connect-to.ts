import type { AuditEvent, SourceKey } from '../../../src/domain/event.ts';
import type { Json } from '../../../src/domain/json.ts';
import { BUILT_IN } from '../../../src/domain/redact.ts';
import type { Item, LaneSource } from '../../../src/lanes/lane.ts';
import { SourceError } from '../../../src/lanes/source-error.ts';
import type { SourceAdapter, Stream } from '../../../src/sources/adapter.ts';
import { connectSource } from '../../../src/sources/connect-source.ts';
import { eventOf } from '../../../src/sources/open-lane.ts';
import type { SourceSubject } from './source-subject.ts';

/** How far past now a vendor is asked where nothing bounds the question. */
const DAY_MS = 86_400_000;

export const KEY = 'kit' as SourceKey;

/** The options that the vendor under test takes, with their defaults. */
export function optionsOf({ adapter, samples }: SourceSubject): unknown {
  return adapter.options.parse(samples.options[0]);
}

/** Its streams, as these options make them. */
export function streamsOf(subject: SourceSubject): readonly Stream[] {
  return subject.adapter.streams(optionsOf(subject));
}

export interface Connected {
  readonly lane: LaneSource;
  close(): Promise<void>;
}

/** An adapter over the vendor under test, as the gateway connects it. */
export function connectTo(
  subject: SourceSubject,
  given: { pageSize?: number; url?: string; maxResponseBytes?: number } = {},
): Connected {
  const { pageSize = null, url = subject.vendor.url, ...cap } = given;
  const limits = { timeoutMs: 20_000, maxScan: 100_000, maxConcurrent: null, requestsPerSecond: null, tls: null };
  return connectSource(
    subject.adapter as SourceAdapter<unknown>,
    optionsOf(subject),
    { key: KEY, url, pageSize, ...limits },
    { rules: BUILT_IN, clock: Date.now, observe: () => {}, ...cap },
  );
}

/** Reads with a connection of its own, which is closed whatever happens. */
export async function withLane<Result>(
  subject: SourceSubject,
  given: { pageSize?: number },
  use: (lane: LaneSource) => Promise<Result>,
): Promise<Result> {
  const connected = connectTo(subject, given);
  try {
    return await use(connected.lane);
  } finally {
    await connected.close();
  }
}

/** The vendor's records as the gateway sees them; a record that has no readable time is none of them. */
export function truthOf(subject: SourceSubject): readonly AuditEvent[] {
  return [
    ...new Map(
      subject.vendor.records.flatMap((record) => seen(subject, record)).map((event) => [event.id, event]),
    ).values(),
  ];
}

function seen(subject: SourceSubject, record: Json): readonly AuditEvent[] {
  const { adapter } = subject;
  const event = eventOf(record, { adapter, options: optionsOf(subject), key: KEY, rules: BUILT_IN });
  return event && event.occurredAt < (Date.now() + DAY_MS) * 1_000 ? [event] : [];
}

/** Reports hold how many requests were sent: past this many a walk is taken for endless. */
const MOST_REQUESTS = 800;

export function isEndless(item: Item): boolean {
  return item.kind === 'report' && item.report.requests > MOST_REQUESTS;
}

/** The lane itself ends a walk whose answers bring nothing new. */
export function standsStill(error: unknown): boolean {
  return error instanceof SourceError && error.message.endsWith('in a row with nothing new');
}
