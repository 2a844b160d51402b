import { type AuditEvent, eventFrom, type SourceKey } from '../domain/event.ts';
import { eventId } from '../domain/event-id.ts';
import { isEverything } from '../domain/filter.ts';
import { keptAsText } from '../domain/foreign-json.ts';
import type { Json } from '../domain/json.ts';
import { compileFilter } from '../domain/matches.ts';
import { opposite } from '../domain/order.ts';
import { intersect, isBounded, within } from '../domain/position.ts';
import type { EventQuery } from '../domain/query.ts';
import { BUILT_IN, type RedactionRules, redact } from '../domain/redact.ts';
import { wellFormedJson } from '../domain/text.ts';
import { asSourceError } from '../lanes/as-source-error.ts';
import { breathing } from '../lanes/breath.ts';
import { contained } from '../lanes/contained.ts';
import { type Item, type Lane, LanePaused } from '../lanes/lane.ts';
import type { Entry, Reading } from '../lanes/reading.ts';
import { settle } from '../lanes/settle.ts';
import { sorted } from '../lanes/sorted.ts';
import { SourceError } from '../lanes/source-error.ts';
import { strictly } from '../lanes/strictly.ts';
import type { Exchange, RecordPage, SourceAdapter, Stream } from './adapter.ts';
import { type Allowance, allowance, allowanceByPage } from './allowance.ts';
import { cleanly, cleanProblem } from './clean-problem.ts';
import type { Connection } from './connection.ts';
import { decoded } from './decoded.ts';
import { type Division, divide } from './divide.ts';
import { pointersInto } from './kept-as-text.ts';
import { type Meter, meter } from './meter.ts';
import { narrowerWindows } from './narrower-windows.ts';
import { type GetPast, type OpenPart, smallerPages } from './smaller-pages.ts';
import { streamsAsOne } from './streams-as-one.ts';
import { isTooLong, longestSlot } from './too-long.ts';

/** A vendor that can be asked: what describes it, how it is configured, and the line to it. */
export interface OpenSource<Options> {
  readonly key: SourceKey;
  readonly adapter: SourceAdapter<Options>;
  readonly options: Options;
  readonly connection: Connection;
  readonly rules: RedactionRules;
  /** All that one answer waits for the source, and how long its lane may stay open in all, whoever is waited for. */
  readonly timeoutMs: number;
  readonly answerMs?: number | undefined;
  readonly nowMs?: (() => number) | undefined;
  /** Records read for one lane before it pauses; null: it reads all there is, and each request has `timeoutMs` to itself. */
  readonly maxScan: number | null;
  /** Records per request at most; null: what the vendor allows. */
  readonly pageSize: number | null;
  /** Hears of each record in which values are kept as their text, and of how many. */
  readonly keptAsText?: ((values: number) => void) | undefined;
  /** Hears of each record that the adapter cannot read as it is. */
  readonly undecoded?: (() => void) | undefined;
}

/** One lane of one vendor. Whatever its adapter throws is a failure of this source. */
export function openLane<Options>(source: OpenSource<Options>, query: EventQuery, signal: AbortSignal): Lane {
  const open = (asked: EventQuery) => contained(streamsOf(source, asked, signal), signal, source.rules);
  return sorted(open, query, signal);
}

/** exchanges → records → redacted → decoded → ids → settled → strictly: each stream of a vendor, and all of them merged. */
async function* streamsOf<Options>(
  source: OpenSource<Options>,
  query: EventQuery,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  const asked = source.adapter.streams(source.options).flatMap((stream) => {
    const division = divide(query, stream, source);
    return division ? [{ stream, division }] : [];
  });
  const counted = meter(asked.map(({ division }) => division));
  yield { kind: 'report', report: counted.report() };
  const allowed =
    source.maxScan === null
      ? allowanceByPage(source.timeoutMs, signal)
      : allowance({ ...source, maxScan: source.maxScan }, signal);
  const grainUs = Math.max(1, ...asked.map(({ stream }) => stream.capabilities.grainUs));
  const lanes = asked.map(({ stream, division }) =>
    contained(streamLane({ source, stream, counted, allowed }, query, division), signal, source.rules),
  );
  yield* lanes.length === 1 && lanes[0] ? lanes[0] : streamsAsOne(lanes, query, grainUs);
}

/** What stays the same while one stream is read. */
interface Reader<Options> {
  readonly source: OpenSource<Options>;
  readonly stream: Stream;
  readonly counted: Meter;
  readonly allowed: Allowance;
}

/**
 * One stream as a lane. Where the vendor finds what it is asked too long, it is asked again from the place reached, without
 * what made it long: that is tested here then.
 */
async function* streamLane<Options>(
  reader: Reader<Options>,
  query: EventQuery,
  division: Division,
  unsaid: readonly string[] = [],
): AsyncGenerator<Item> {
  const { source, stream, counted } = reader;
  const { direction, window } = query;
  const open: OpenPart = ({ pageSize, ...part }) => partLane(reader, { ...query, ...part }, pageSize, unsaid);
  const getPast: GetPast = (part) =>
    narrowerWindows(
      open,
      { ...part, window: intersect(window, division.window) },
      { ...stream.capabilities, direction },
    );
  const whole = { window, after: query.after, pageSize: division.pageSize };
  let reached = query.after;
  try {
    for await (const item of smallerPages(open, whole, stream.capabilities.timeFilter ? getPast : null)) {
      if ('at' in item) reached = item.at;
      yield item;
    }
  } catch (error) {
    const slot = isTooLong(error) ? longestSlot(division.words) : null;
    if (slot === null) throw error;
    const rest = { ...query, after: reached };
    const shorter = divide(rest, stream, { ...source, unsaid: [...unsaid, slot] });
    if (shorter === null) return;
    counted.askedInstead(division, shorter);
    yield* streamLane(reader, rest, shorter, [...unsaid, slot]);
  }
}

/** A part of a stream, asked for in pages of at most so many records. */
async function* partLane<Options>(
  reader: Reader<Options>,
  query: EventQuery,
  pageSize: number,
  unsaid: readonly string[],
): AsyncGenerator<Item> {
  const { source, stream } = reader;
  const division = divide(query, stream, { rules: source.rules, pageSize, unsaid });
  if (division === null) return;
  const how = { direction: query.direction, grainUs: stream.capabilities.grainUs, window: division.window };
  yield* strictly(settle(read(reader, division, query), how), query);
}

async function* read<Options>(
  { source, stream, counted, allowed }: Reader<Options>,
  division: Division,
  query: EventQuery,
): AsyncGenerator<Reading> {
  const matches = passing(query);
  let exchange: Exchange<RecordPage> | null = stream.ask(division);
  while (exchange) {
    const spent = allowed.spent(counted.report().scanned);
    if (spent) throw new LanePaused(spent);
    const asked: Exchange<RecordPage> = exchange;
    let page: RecordPage;
    try {
      const response = await allowed.time(({ signal, leftMs }) =>
        source.connection.send(asked.request, { signal, leftMs, sent: counted.sent }),
      );
      const step = cleanly(() => asked.read(response), source.rules);
      page = step.result;
      exchange = step.next;
    } catch (error) {
      yield { kind: 'report', report: counted.report() };
      const mayBeShorter = isTooLong(error) && longestSlot(division.words) !== null;
      const instead = error instanceof SourceError && !mayBeShorter ? asked.refused?.(error.problem) : null;
      if (!instead || !(error instanceof SourceError)) throw error;
      yield { kind: 'refused', error };
      exchange = instead;
      continue;
    }
    const read = await entriesOf(page, source, query, matches, counted);
    const entries = page.passedOver ? preceded({ kind: 'unplaced', problem: page.passedOver }, read) : read;
    const told = counted.report();
    yield { kind: 'report', report: told };
    yield { kind: 'page', entries, wholeUntil: page.wholeUntil, sorted: page.order !== undefined };
    if (counted.report() !== told) yield { kind: 'report', report: counted.report() };
  }
}

/**
 * Decoded as they are needed: a page of many sources takes but a few of each. With a filter all are needed at once, for how
 * many pass it is part of the report.
 */
async function entriesOf<Options>(
  { records, order }: RecordPage,
  source: OpenSource<Options>,
  { where, window, direction }: EventQuery,
  matches: (event: AuditEvent) => boolean,
  counted: Meter,
): Promise<Iterable<Entry>> {
  const inOrder = order === opposite(direction) ? records.toReversed() : records;
  if (isEverything(where) && !isBounded(window)) {
    counted.read(records.length, records.length);
    return oneByOne(inOrder, source, counted);
  }
  const rest = breathing();
  const entries: Entry[] = [];
  for (const record of inOrder) {
    entries.push(entryOf(record, source, matches));
    await rest();
  }
  counted.read(entries.length, entries.filter((entry) => entry.kind === 'event' && entry.matched).length);
  return entries;
}

/** Whether an event passes all that is asked, its time included: what is asked of a vendor may be wider. */
function passing({ where, window }: EventQuery): (event: AuditEvent) => boolean {
  const matches = compileFilter(where);
  return (event) => within(event.occurredAt, window) && matches(event);
}

function* preceded(first: Entry, rest: Iterable<Entry>): Generator<Entry> {
  yield first;
  yield* rest;
}

function* oneByOne<Options>(records: readonly Json[], source: OpenSource<Options>, counted: Meter): Generator<Entry> {
  for (const record of records) {
    const entry = entryOf(record, source, () => true);
    if (entry.kind === 'unplaced') counted.read(0, -1);
    yield entry;
  }
}

/** A record that cannot be read costs its own place alone, and says why. */
function entryOf<Options>(record: Json, source: OpenSource<Options>, matches: (event: AuditEvent) => boolean): Entry {
  try {
    const event = counting(record, source);
    return event ? { kind: 'event', event, matched: matches(event) } : { kind: 'unplaced' };
  } catch (error) {
    return { kind: 'unplaced', problem: cleanProblem(asSourceError(error).problem, source.rules) };
  }
}

function counting<Options>(record: Json, source: OpenSource<Options>): AuditEvent | null {
  const { count } = keptAsText(record);
  if (count > 0) source.keptAsText?.(count);
  return eventOf(record, source);
}

/** Redacted before anything reads it. Ids see the built-in redactions alone, so that a configured one never moves them. */
export function eventOf<Options>(
  received: Json,
  source: Pick<OpenSource<Options>, 'adapter' | 'options' | 'key' | 'rules' | 'undecoded'>,
): AuditEvent | null {
  const { key, rules } = source;
  const record = redact(wellFormedJson(received), BUILT_IN);
  const draft = decoded(record, source);
  if (!draft) return null;
  const raw = rules.keys.length === 0 ? record : redact(record, rules);
  const fields = (raw === record ? draft : decoded(raw, source)) ?? draft;
  const id = eventId(key, draft.nativeKey);
  return eventFrom(fields, { id, source: key, raw, keptAsText: pointersInto(raw, received, [BUILT_IN, rules]) });
}
