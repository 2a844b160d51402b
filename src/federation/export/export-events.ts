import type { AuditEvent, SourceKey } from '../../domain/event.ts';
import { csvHeader } from '../../domain/export/csv-form.ts';
import { type Printing, printEvent } from '../../domain/export/print-event.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Direction, Order } from '../../domain/order.ts';
import { compare, entrance, exit, type Position, placeOf } from '../../domain/position.ts';
import { asSourceError } from '../../lanes/as-source-error.ts';
import { SourceError } from '../../lanes/source-error.ts';
import type { SyncState } from '../../lanes/sync-state.ts';
import { timeBetween } from '../../lanes/time-between.ts';
import type { AskedExport } from '../ask/asked-export.ts';
import type { ConnectedSource } from '../connected-source.ts';
import { ExportIncomplete, type ExportPart } from '../gateway.ts';
import { statesOf } from '../page/archive-coverage.ts';
import { archivesBehind } from '../page/archives-behind.ts';
import { coverageOf } from '../page/coverage.ts';
import { type Page, readPage } from '../page/page.ts';
import { type PlannedLane, plan } from '../page/plan.ts';
import { type Withheld, withheldInAll } from './withheld.ts';

export interface ExportParts {
  /** How far each ARCHIVE source has been copied. */
  readonly syncStates: () => Promise<ReadonlyMap<SourceKey, SyncState>>;
  readonly now: () => Instant;
}

/** Everything that is asked, as text. Whoever reads it is told at its end by `ExportIncomplete` that it is not whole. */
export async function* exportEvents(
  asked: AskedExport,
  { syncStates, now }: ExportParts,
  signal: AbortSignal,
): AsyncGenerator<ExportPart> {
  const { format, csv, sources } = asked;
  const withheld = withheldInAll();
  const lanes = plan(asked);
  const concerned = lanes.flatMap((lane) => lane.sources);
  const states = await statesOf(concerned, syncStates);
  withheld.add(archivesBehind(concerned, states, asked));
  yield { text: format === 'csv' ? csvHeader(csv) : '', count: 0, reached: null };
  const printing: Printing = { format, csv, typeNames: typeNamesOf(sources) };
  const walk: Walk = { asked, lanes, states, printing, now, add: withheld.add };
  let reached: Position | null = null;
  try {
    for await (const part of printed(walk, signal) ?? walked(walk, signal)) {
      reached = part.reached ?? reached;
      yield part;
    }
  } catch (error) {
    const essential = lanes.find(({ lane }) => lane.essential);
    if (!(error instanceof SourceError) || !essential) throw error;
    const rest = timeBetween(reached ?? entrance(asked.window, asked), ...endOf(asked, essential));
    withheld.add([{ source: essential.lane.name as AuditEvent['source'], problem: error.problem, missing: [rest] }]);
  }
  if (withheld.parts().length > 0) throw new ExportIncomplete(withheld.parts());
}

function endOf(asked: AskedExport, { lane }: PlannedLane): [Position, Direction, number] {
  return [exit(asked.window, asked), asked.direction, lane.grainUs];
}

interface Walk {
  readonly asked: AskedExport;
  readonly lanes: readonly PlannedLane[];
  readonly states: ReadonlyMap<SourceKey, SyncState>;
  readonly printing: Printing;
  readonly now: () => Instant;
  add(withheld: readonly Withheld[]): void;
}

function typeNamesOf(sources: readonly ConnectedSource[]): Printing['typeNames'] {
  return new Map(sources.map(({ key, eventType }) => [key, eventType]));
}

/** The shortcut: a lane that is alone and prints its events itself. */
function printed({ asked, lanes, printing }: Walk, signal: AbortSignal): AsyncIterable<ExportPart> | null {
  const [planned, ...others] = lanes;
  if (!planned || others.length > 0) return null;
  const { lane, where, window, sources } = planned;
  const query = { ...asked, where, window, take: asked.size };
  const pages = lane.print?.(query, { ...printing, typeNames: typeNamesOf(sources) }, signal) ?? null;
  return pages && mapped(pages, ({ text, count, last }) => ({ text, count, reached: last }));
}

async function* mapped<A, B>(items: AsyncIterable<A>, change: (item: A) => B): AsyncGenerator<B> {
  for await (const item of items) yield change(item);
}

/** Page after page of all lanes, merged; it ends where a lane fails. */
async function* walked(walk: Walk, signal: AbortSignal): AsyncGenerator<ExportPart> {
  const { lanes } = walk;
  let { asked } = walk;
  for (;;) {
    signal.throwIfAborted();
    const page = await readPage(lanes, asked, signal);
    const failure = firstFailure(page, asked);
    walk.add(withheldFrom(failure === null ? page : { ...page, end: exit(asked.window, asked) }, walk));
    const whole = failure === null ? page.events : page.events.filter(isUpTo(failure, asked));
    const lines = whole.flatMap((event) => lineOf(event, walk));
    yield { text: lines.join(''), count: lines.length, reached: failure ?? page.end };
    if (failure !== null || page.ending === 'exhausted') return;
    asked = { ...asked, after: page.end };
  }
}

/** An event that cannot be printed is missing, by itself alone. */
function lineOf(event: AuditEvent, { lanes, printing, add }: Walk): readonly string[] {
  try {
    return [printEvent(event, printing)];
  } catch (error) {
    const grainUs = lanes.find(({ lane }) => lane.sources.includes(event.source))?.lane.grainUs ?? 1;
    const missing = [timeBetween(event, event, 'ASC', grainUs)];
    add([{ source: event.source, problem: asSourceError(error).problem, missing }]);
    return [];
  }
}

function firstFailure({ lanes }: Page, order: Order): Position | null {
  const places = lanes.flatMap(({ failure }) => (failure === null ? [] : [failure.at]));
  return places.toSorted((a, b) => compare(a, b, order))[0] ?? null;
}

function isUpTo(place: Position, order: Order): (event: AuditEvent) => boolean {
  return (event) => compare(placeOf(event, order), place, order) <= 0;
}

function withheldFrom(page: Page, { asked, states, now }: Walk): readonly Withheld[] {
  if (page.lanes.every(({ failure, gaps }) => failure === null && gaps.length === 0)) return [];
  return coverageOf({ page, asked, states, asOf: now() }).sources.flatMap(({ source, problem, missing }) =>
    problem === null ? [] : [{ source: source.key, problem, missing }],
  );
}
