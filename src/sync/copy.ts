import { EVERYTHING } from '../domain/filter.ts';
import type { Instant } from '../domain/instant.ts';
import type { Direction } from '../domain/order.ts';
import { intersect, type Position, type TimeWindow } from '../domain/position.ts';
import { LanePaused } from '../lanes/lane.ts';
import { type Problem, SourceError } from '../lanes/source-error.ts';
import type { ArchiveStore, IngestBatch, IngestResult, Lease } from '../store/port/archive-store.ts';
import type { ArchiveSource } from './archive-source.ts';
import type { Moment } from './moment.ts';
import { emptyStretch, extended, type Stretch, wholePart } from './stretch.ts';
import { unexpected } from './unexpected.ts';

/** Stored at once: what a transaction costs besides its rows is small then, and others wait for it about 100 ms at most. */
export const BATCH = 2_000;
/** After so many events whatever else the process has to do goes on, the batch that is being written first of all. */
const SLICE = 5;
/** Whoever looks on sees something new after so long, however slowly the source answers. */
const FLUSH_MS = 1_000;
/** Asked for at once: as much as the source gives. */
const TAKE = 100_000;

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
  let after: Position | null = null;
  let whole = entrance;
  for (;;) {
    const lap = await readOn(copying, walk, emptyStretch(whole, after));
    copied = {
      added: copied.added + lap.added,
      ending: lap.ending instanceof LanePaused ? 'through' : lap.ending,
      withheld: copied.withheld ?? lap.withheld,
    };
    if (!(lap.ending instanceof LanePaused)) return copied;
    if (lap.at === after) return { ...copied, ending: { failure: lap.ending.problem, isUnexpected: false } };
    after = lap.at;
    whole = lap.whole;
  }
}

interface Lap extends Pick<Copied, 'added' | 'withheld'>, Pick<Stretch, 'at' | 'whole'> {
  readonly ending: Copied['ending'] | LanePaused;
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
  let flushedAt = performance.now();
  let underWay: Promise<IngestResult> = Promise.resolve({ added: 0, refused: [] });
  const work = new AbortController();

  const settle = async () => {
    const { added: more, refused } = await underWay;
    added += more;
    withheld ??= refused[0]?.problem ?? null;
  };
  /** Has it written, and goes on reading meanwhile: one batch may be under way, the one before it is stored. */
  const write = async (batch: IngestBatch) => {
    const written = store.ingest({ ...batch, after: underWay });
    written.catch((error: unknown) => work.abort(error));
    await settle();
    underWay = written;
  };
  const flush = async (whole: Instant, doubtful: readonly TimeWindow[] = []) => {
    const { events } = stretch;
    const present = moment.present();
    const covered = intersect(wholePart(window, whole, direction), { from: window.from, until: present });
    const upToDate = direction === 'ASC' ? whole >= walk.until : window.until >= walk.until && whole <= present;
    const claim = { covered: [covered], upToDate, now: moment.now(), beganMs: moment.atMs };
    await write({ source: source.key, lease, events, ...claim, withheld: [...stretch.withheld, ...doubtful] });
    withheld ??= stretch.problem;
    stretch = emptyStretch(whole, stretch.at);
    flushedAt = performance.now();
  };
  const lap = async (ending: Lap['ending']): Promise<Lap> => {
    await settle();
    return { added, withheld, ending, at: stretch.at, whole: stretch.whole };
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
