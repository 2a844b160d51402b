import { getEventListeners } from 'node:events';
import { filterPath, is, leaves } from '../../../src/domain/filter.ts';
import { floorTo } from '../../../src/domain/instant.ts';
import type { Direction } from '../../../src/domain/order.ts';
import type { LaneReport } from '../../../src/lanes/lane.ts';
import { type Check, type Finding, firstFinding } from '../check.ts';
import type { LaneSubject } from './lane-subject.ts';
import { asking, DIRECTIONS, expectedOf } from './questions.ts';
import { answersOf, eventsOf, readLane, reportsOf } from './read-lane.ts';

const FIRST_PAGE = 10;

/** What a lane costs, how it is stopped, and how it fails. */
export const WORK_CHECKS: readonly Check<LaneSubject>[] = [
  {
    id: 'LANE-011',
    level: 'MUST',
    says: 'a lane stops soon after its signal aborts',
    verify: async (subject) =>
      (await abortedBefore(subject)) ?? firstFinding(DIRECTIONS, (way) => aborted(subject, way)),
  },
  {
    id: 'LANE-012',
    level: 'MUST',
    says: 'a lane that is closed early, or ends, lets go of its work',
    verify: (subject) =>
      firstFinding([1, 2, 5, Number.POSITIVE_INFINITY], async (wanted) => {
        const { signal } = new AbortController();
        await readLane(subject.lane, asking(subject), (items) => items.length >= wanted, signal);
        const held = getEventListeners(signal, 'abort').length;
        return held === 0 ? null : { expected: `nothing held after ${wanted} items`, found: `${held} listeners` };
      }),
  },
  {
    id: 'LANE-013',
    level: 'MUST',
    says: 'reports are totals that only grow',
    verify: async (subject) =>
      firstFinding(await answersOf(subject), ({ says, ...read }) => {
        const reports = reportsOf(read);
        const shrunk = reports.findIndex((report, index) => isLess(report, reports[index - 1]));
        if (shrunk < 0) return null;
        const [before, after] = [reports[shrunk - 1], reports[shrunk]].map(numbersOf);
        return { expected: `at least ${before}`, found: `${after} (asked for ${says})` };
      }),
  },
  {
    id: 'LANE-014',
    level: 'MUST',
    says: 'reports account for every event: scanned, and matched, at least as many as were given',
    verify: async (subject) =>
      firstFinding(await answersOf(subject), ({ says, ...read }) => {
        const given = new Set(eventsOf(read).map((event) => event.id)).size;
        const scanned = Math.max(0, ...reportsOf(read).map((report) => report.scanned));
        const matched = Math.max(0, ...reportsOf(read).map((report) => report.matched));
        if (scanned >= matched && matched >= given) return null;
        return { expected: `scanned ≥ matched ≥ ${given} (${says})`, found: `scanned ${scanned}, matched ${matched}` };
      }),
  },
  {
    id: 'LANE-015',
    level: 'MUST',
    says: 'a count is exact, or null',
    verify: async (subject) =>
      firstFinding(await answersOf(subject), async ({ says, query }) => {
        if (query.after !== null) return null;
        const count = await subject.lane.count(query, new AbortController().signal);
        const exact = expectedOf(subject, query).length;
        return count === null || count === exact
          ? null
          : { expected: `${exact} (${says}) or null`, found: String(count) };
      }),
  },
  {
    id: 'LANE-019',
    level: 'MUST',
    says: 'two readings at one time know nothing of each other',
    verify: async (subject) => {
      const readAll = async () => eventsOf(await readLane(subject.lane, asking(subject))).length;
      const alone = await readAll();
      const counts = await Promise.all([readAll(), readAll()]);
      const wrong = counts.find((count) => count !== alone);
      return wrong === undefined ? null : { expected: `${alone} events in each`, found: `${wrong} in one of them` };
    },
  },
  {
    id: 'LANE-020',
    level: 'MUST',
    says: 'a lane behind which nothing answers fails with a SourceError',
    verify: failing,
  },
  {
    id: 'LANE-021',
    level: 'SHOULD',
    says: 'the first page costs one request for each stream',
    verify: (subject) =>
      firstFinding(DIRECTIONS, async (direction) => {
        const take = untiedSize(subject, direction);
        const read = await readLane(subject.lane, asking(subject, { direction, take }), (items) => {
          return eventsOf({ items }).length >= take;
        });
        const requests = reportsOf(read).at(-1)?.requests ?? 0;
        if (requests <= subject.streams) return null;
        return { expected: `at most ${subject.streams} requests (${direction})`, found: String(requests) };
      }),
  },
  {
    id: 'LANE-023',
    level: 'SHOULD',
    says: 'reports say of each part of the filter where it was tested',
    verify: async (subject) => {
      const where = is('action', { op: 'matches', pattern: 'e', ignoreCase: false });
      const read = await readLane(subject.lane, asking(subject, { where }));
      const said = reportsOf(read).flatMap(({ pushedDown, filteredHere }) => [...pushedDown, ...filteredHere]);
      const silent = leaves(where)
        .map(filterPath)
        .find((path) => !said.includes(path));
      return silent === undefined ? null : { expected: `${silent} named in a report`, found: 'it in none' };
    },
  },
];

/** A page whose last event shares its tick with none that follows: who shares one may have to be read on. */
function untiedSize(subject: LaneSubject, direction: Direction): number {
  const ticks = expectedOf(subject, asking(subject, { direction })).map((event) =>
    floorTo(event.occurredAt, subject.lane.grainUs),
  );
  return ticks.findIndex((tick, index) => index >= FIRST_PAGE && tick !== ticks[index - 1]);
}

async function abortedBefore(subject: LaneSubject): Promise<Finding | null> {
  const given = await untilAborted(subject, asking(subject), AbortSignal.abort(new Error('nobody wants it')));
  return given === 0 ? null : { expected: 'nothing once aborted', found: `${given} events` };
}

async function aborted(subject: LaneSubject, direction: Direction): Promise<Finding | null> {
  const aborting = new AbortController();
  const given = await untilAborted(subject, asking(subject, { direction, take: 1 }), aborting.signal, () =>
    aborting.abort(new Error('enough')),
  );
  const all = subject.truth.length;
  return given < all / 2 ? null : { expected: `an end after the first of ${all} events`, found: `${given} events` };
}

/** How many events came. What is thrown after the abort is the lane's way to stop. */
async function untilAborted(
  subject: LaneSubject,
  query: ReturnType<typeof asking>,
  signal: AbortSignal,
  first = () => {},
): Promise<number> {
  let given = 0;
  try {
    for await (const item of subject.lane.open(query, signal)) {
      if (item.kind !== 'event') continue;
      given += 1;
      if (given === 1) first();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return given;
}

async function failing({ broken, ...subject }: LaneSubject): Promise<Finding | null> {
  try {
    const read = await readLane(broken, asking({ broken, ...subject }));
    return { expected: 'a SourceError', found: `an end after ${read.items.length} items` };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code === 'SOURCE_ERROR' ? null : { expected: 'a SourceError', found: String(error) };
  }
}

function isLess(report: LaneReport, before: LaneReport | undefined): boolean {
  if (before === undefined) return false;
  return report.requests < before.requests || report.scanned < before.scanned || report.matched < before.matched;
}

function numbersOf(report: LaneReport | undefined): string {
  return `requests ${report?.requests}, scanned ${report?.scanned}, matched ${report?.matched}`;
}
