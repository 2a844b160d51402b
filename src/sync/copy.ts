import { EVERYTHING } from '../domain/filter.ts';
import { type Instant, next } from '../domain/instant.ts';
import type { Direction } from '../domain/order.ts';
import { intersect, type TimeWindow } from '../domain/position.ts';
import { LanePaused } from '../lanes/lane.ts';
import { type Problem, SourceError } from '../lanes/source-error.ts';
import type { ArchiveStore, IngestBatch, IngestResult, Lease } from '../store/port/archive-store.ts';
import type { ArchiveSource } from './archive-source.ts';
import type { Moment } from './moment.ts';
import { emptyStretch, extended, following, newlyWhole, type Stretch } from './stretch.ts';
import { unexpected } from './unexpected.ts';

/** Stored at once: what a transaction costs besides its rows is small then, and others wait for it about 100 ms at most. */
export const BATCH = 2_000;
/** After so many events whatever else the process has to do goes on, the batch that is being written first of all. */
const SLICE = 5;
/** Whoever looks on sees something new after so long, however slowly the source answers. */
const FLUSH_MS = 1_000;
/** Asked for at once: as much as the source gives. */
const TAKE = 100_000;
const NOTHING_UNDER_WAY: Promise<IngestResult> = Promise.resolve({ added: 0, refused: [] });

export interface Copying {
  readonly source: ArchiveSource;
  readonly store: Pick<ArchiveStore, 'ingest'>;
  readonly lease: Lease;
  /** Events that are stored at once; left out: `BATCH`. */
  readonly batchSize?: number;
  readonly signal: AbortSignal;
}

export interface Walk {
  readonly window: TimeWindow;
  readonly direction: Direction;
  /** When it began. */
  readonly moment: Moment;
  /** The source is asked for what is dated up to here, and a day longer. */
  readonly until: Instant;
  /** Asked after each batch: whether something else is more urgent. */
  readonly enough: () => boolean;
}

export interface Copied {
  readonly added: number;
  readonly ending: 'through' | 'enough' | Failed;
  /** Why some of it was withheld. */
  readonly withheld: Problem | null;
}

export interface Failed {
  readonly failure: Problem;
  /** It is no failure that sources are known to have: asking again soon would likely end the same way. */
  readonly isUnexpected: boolean;
}

/** Copies a window of a source into the store, batch by batch; after each, what is whole is said and stays said. */
export async function copy(copying: Copying, walk: Walk): Promise<Copied> {
  const { window, direction } = walk;
  const entrance = direction === 'ASC' ? window.from : window.until;
  let copied: Copied = { added: 0, ending: 'through', withheld: null };
  let stretch = emptyStretch(entrance);
  for (;;) {
    const lap = await readOn(copying, walk, stretch);
    copied = {
      added: copied.added + lap.added,
      ending: lap.ending instanceof LanePaused ? 'through' : lap.ending,
      withheld: copied.withheld ?? lap.withheld,
    };
    if (!(lap.ending instanceof LanePaused)) return copied;
    if (lap.rest.at === stretch.at) return { ...copied, ending: { failure: lap.ending.problem, isUnexpected: false } };
    stretch = lap.rest;
  }
}

interface Lap extends Pick<Copied, 'added' | 'withheld'> {
  readonly ending: Copied['ending'] | LanePaused;
  /** What is read next follows it. */
  readonly rest: Stretch;
}

/** One opening of the lane, from where the stretch stands. */
async function readOn(
  { source, store, lease, batchSize = BATCH, signal }: Copying,
  walk: Walk,
  begin: Stretch,
): Promise<Lap> {
  const { window, direction, moment, enough } = walk;
  let stretch = begin;
  let added = 0;
  let withheld: Problem | null = null;
  /** Moments of what was refused: a batch that was made ready meanwhile may have claimed them again. */
  let unstored: readonly TimeWindow[] = [];
  let flushedAt = performance.now();
  let underWay = NOTHING_UNDER_WAY;
  const work = new AbortController();

  const settle = async () => {
    const { added: more, refused } = await underWay;
    underWay = NOTHING_UNDER_WAY;
    added += more;
    withheld ??= refused[0]?.problem ?? null;
    unstored = [...unstored, ...refused.map(({ occurredAt }) => ({ from: occurredAt, until: next(occurredAt) }))];
  };
  /** Has it written, and goes on reading meanwhile: one batch may be under way, the one before it is stored. */
  const write = async (batch: IngestBatch) => {
    const written = store.ingest({ ...batch, after: underWay });
    written.catch((error: unknown) => work.abort(error));
    await settle();
    underWay = written;
  };
  const said = () => ({ source: source.key, lease, now: moment.now(), beganMs: moment.atMs });
  const flush = async (whole: Instant, doubtful: readonly TimeWindow[] = []) => {
    const { events, begun } = stretch;
    const present = moment.present();
    const covered = intersect(newlyWhole(window, begun, whole, direction), { from: window.from, until: present });
    const upToDate = direction === 'ASC' ? whole >= walk.until : window.until >= walk.until && whole <= present;
    const missing = [...stretch.withheld, ...doubtful, ...unstored];
    await write({ ...said(), events, covered: [covered], withheld: missing, upToDate });
    withheld ??= stretch.problem;
    const claimed = direction === 'ASC' ? Math.max(begun, Math.min(whole, present)) : whole;
    stretch = following(stretch, claimed as Instant, direction);
    flushedAt = performance.now();
  };
  const lap = async (ending: Lap['ending']): Promise<Lap> => {
    await settle();
    if (unstored.length > 0)
      await store.ingest({ ...said(), events: [], covered: [], withheld: unstored, upToDate: false });
    return { added, withheld, ending, rest: { ...stretch, withheld: [...stretch.withheld, ...unstored] } };
  };

  const query = { where: EVERYTHING, window, direction, after: begin.at, take: TAKE, now: walk.until };
  try {
    for await (const item of source.lane.open(query, AbortSignal.any([signal, work.signal]))) {
      if (item.kind === 'report') continue;
      stretch = extended(stretch, item, direction);
      if (stretch.events.length % SLICE === 0) await new Promise(setImmediate);
      const full = stretch.events.length >= batchSize;
      if (!full && (item.kind !== 'mark' || performance.now() - flushedAt < FLUSH_MS)) continue;
      await flush(stretch.whole);
      if (enough()) return await lap('enough');
    }
    await flush(direction === 'ASC' ? window.until : window.from);
    return await lap('through');
  } catch (error) {
    if (signal.aborted || work.signal.aborted) throw error;
    const doubt = error instanceof SourceError ? doubtful(stretch.whole, error.doubtfulSince, direction) : [];
    await flush(trusted(stretch.whole, error, direction), doubt);
    return await lap(error instanceof LanePaused ? error : failed(error));
  } finally {
    work.abort();
  }
}

function failed(error: unknown): Failed {
  if (error instanceof SourceError) return { failure: error.problem, isUnexpected: false };
  return { failure: unexpected(error), isUnexpected: true };
}

/** How far the lane was whole, less what its failure throws doubt on. */
function trusted(whole: Instant, error: unknown, direction: Direction): Instant {
  const since = error instanceof SourceError ? error.doubtfulSince : null;
  if (since === null) return whole;
  return (direction === 'ASC' ? Math.min(whole, since) : Math.max(whole, since)) as Instant;
}

/** What was said to be whole and is not to be trusted any longer. */
function doubtful(whole: Instant, since: Instant | null, direction: Direction): readonly TimeWindow[] {
  if (since === null) return [];
  return [direction === 'ASC' ? { from: since, until: whole } : { from: whole, until: since }];
}
