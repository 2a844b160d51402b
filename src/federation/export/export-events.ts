import type { AuditEvent, SourceKey } from '../../domain/event.ts';
import { csvHeader } from '../../domain/export/csv-form.ts';
import { type Printing, printEvent } from '../../domain/export/print-event.ts';
import type { Instant } from '../../domain/instant.ts';
import { compare, type Direction, entrance, exit, type Position } from '../../domain/position.ts';
import { asSourceError } from '../../lanes/as-source-error.ts';
import { SourceError } from '../../lanes/source-error.ts';
import type { SyncState } from '../../lanes/sync-state.ts';
import { timeBetween } from '../../lanes/time-between.ts';
import { type ExportArguments, readExportQuestion } from '../ask/export-question.ts';
import type { Question } from '../ask/question.ts';
import type { ConnectedSource } from '../connected-source.ts';
import { ExportIncomplete, type ExportPart } from '../gateway.ts';
import { statesOf } from '../page/archive-coverage.ts';
import { archivesBehind } from '../page/archives-behind.ts';
import { coverageOf } from '../page/coverage.ts';
import { type Page, readPage } from '../page/page.ts';
import { type PlannedLane, plan } from '../page/plan.ts';
import { type Withheld, withheldInAll } from './withheld.ts';

export interface ExportParts {
  readonly sources: readonly ConnectedSource[];
  /** How far each ARCHIVE source has been copied. */
  readonly syncStates: () => Promise<ReadonlyMap<SourceKey, SyncState>>;
  readonly now: () => Instant;
}

/**
 * Everything that matches, as text. Throws `InputError` at once for wrong arguments; whoever reads it is told at its end
 * by `ExportIncomplete` that it is not whole.
 */
export function exportEvents(
  args: ExportArguments,
  parts: ExportParts,
  signal: AbortSignal,
): AsyncIterable<ExportPart> {
  const now = parts.now();
  const question = readExportQuestion(args, { sources: parts.sources, now });
  return textOf(question, args, parts, signal);
}

async function* textOf(
  question: Question,
  { format, csv }: ExportArguments,
  { sources, syncStates, now }: ExportParts,
  signal: AbortSignal,
): AsyncGenerator<ExportPart> {
  const withheld = withheldInAll();
  const lanes = plan(question, sources);
  const asked = lanes.flatMap((lane) => lane.sources);
  const states = await statesOf(asked, syncStates);
  withheld.add(archivesBehind(asked, states, question));
  yield { text: format === 'csv' ? csvHeader(csv) : '', count: 0, reached: null };
  const printing: Printing = { format, csv, typeNames: typeNamesOf(sources) };
  const walk: Walk = { question, lanes, sources, states, printing, now, add: withheld.add };
  let reached: Position | null = null;
  try {
    for await (const part of printed(walk, signal) ?? walked(walk, signal)) {
      reached = part.reached ?? reached;
      yield part;
    }
  } catch (error) {
    const essential = lanes.find(({ lane }) => lane.essential);
    if (!(error instanceof SourceError) || !essential) throw error;
    const rest = timeBetween(reached ?? entrance(question.window, question.direction), ...endOf(question, essential));
    withheld.add([{ source: essential.lane.name as AuditEvent['source'], problem: error.problem, missing: [rest] }]);
  }
  if (withheld.parts().length > 0) throw new ExportIncomplete(withheld.parts());
}

function endOf({ window, direction }: Question, { lane }: PlannedLane): [Position, Direction, number] {
  return [exit(window, direction), direction, lane.grainUs];
}

interface Walk {
  readonly question: Question;
  readonly lanes: readonly PlannedLane[];
  readonly sources: readonly ConnectedSource[];
  readonly states: ReadonlyMap<SourceKey, SyncState>;
  readonly printing: Printing;
  readonly now: () => Instant;
  add(withheld: readonly Withheld[]): void;
}

function typeNamesOf(sources: readonly ConnectedSource[]): Printing['typeNames'] {
  return new Map(sources.map(({ key, eventType }) => [key, eventType]));
}

/** The shortcut: a lane that is alone and prints its events itself. */
function printed({ question, lanes, printing }: Walk, signal: AbortSignal): AsyncIterable<ExportPart> | null {
  const [planned, ...others] = lanes;
  if (!planned || others.length > 0) return null;
  const { lane, where, window, sources } = planned;
  const query = { ...question, where, window, take: question.size };
  const pages = lane.print?.(query, { ...printing, typeNames: typeNamesOf(sources) }, signal) ?? null;
  return pages && mapped(pages, ({ text, count, last }) => ({ text, count, reached: last }));
}

async function* mapped<A, B>(items: AsyncIterable<A>, change: (item: A) => B): AsyncGenerator<B> {
  for await (const item of items) yield change(item);
}

/** Page after page of all lanes, merged; it ends where a lane fails. */
async function* walked(walk: Walk, signal: AbortSignal): AsyncGenerator<ExportPart> {
  const { lanes } = walk;
  let question = walk.question;
  for (;;) {
    signal.throwIfAborted();
    const page = await readPage(lanes, question, signal);
    const failure = firstFailure(page, question.direction);
    walk.add(withheldFrom(failure === null ? page : { ...page, end: exit(question.window, question.direction) }, walk));
    const whole = failure === null ? page.events : page.events.filter(isUpTo(failure, question.direction));
    const lines = whole.flatMap((event) => lineOf(event, walk));
    yield { text: lines.join(''), count: lines.length, reached: failure ?? page.end };
    if (failure !== null || page.ending === 'exhausted') return;
    question = { ...question, after: page.end };
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

function firstFailure({ lanes }: Page, direction: Direction): Position | null {
  const places = lanes.flatMap(({ failure }) => (failure === null ? [] : [failure.at]));
  return places.toSorted((a, b) => compare(a, b, direction))[0] ?? null;
}

function isUpTo(place: Position, direction: Direction): (event: AuditEvent) => boolean {
  return (event) => compare(event, place, direction) <= 0;
}

function withheldFrom(page: Page, { question, sources, states, now }: Walk): readonly Withheld[] {
  if (page.lanes.every(({ failure, gaps }) => failure === null && gaps.length === 0)) return [];
  return coverageOf({ page, question, sources, states, asOf: now() }).sources.flatMap(({ source, problem, missing }) =>
    problem === null ? [] : [{ source: source.key, problem, missing }],
  );
}
