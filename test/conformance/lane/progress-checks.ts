import { HIGHEST_ID, LOWEST_ID } from '../../../src/domain/event-id.ts';
import { is } from '../../../src/domain/filter.ts';
import type { Direction } from '../../../src/domain/order.ts';
import { compare, type Position } from '../../../src/domain/position.ts';
import type { Item } from '../../../src/lanes/lane.ts';
import { type Check, type Finding, firstFinding } from '../check.ts';
import type { LaneSubject } from './lane-subject.ts';
import { asking, DIRECTIONS } from './questions.ts';
import { type Asked, answersOf, eventsOf, readLane, shown } from './read-lane.ts';

/** How many places of one answer are resumed from. */
const PLACES = 16;

/** How a lane says how far it has got, and how it goes on from there. */
export const PROGRESS_CHECKS: readonly Check<LaneSubject>[] = [
  {
    id: 'LANE-008',
    level: 'MUST',
    says: "a mark stands at no event's place",
    verify: async (subject) =>
      firstFinding(await answersOf(subject), ({ says, items }) => {
        const wrong = items.find(
          (item) => item.kind === 'mark' && item.at.id !== LOWEST_ID && item.at.id !== HIGHEST_ID,
        );
        if (wrong?.kind !== 'mark') return null;
        return { expected: 'the lowest or the highest id, which no event has', found: `${shown(wrong.at)} (${says})` };
      }),
  },
  {
    id: 'LANE-009',
    level: 'MUST',
    says: 'everything before a mark was given before it',
    verify: async (subject) =>
      firstFinding(await answersOf(subject), ({ says, items, query }) => {
        const wrong = items.findIndex((item, index) => item.kind === 'mark' && hasLate(items, index, query.direction));
        const mark = items[wrong];
        if (mark?.kind !== 'mark') return null;
        return { expected: `nothing more before ${shown(mark.at)}`, found: `an event before it (asked for ${says})` };
      }),
  },
  {
    id: 'LANE-010',
    level: 'MUST',
    says: 'who resumes from any item loses nothing',
    verify: async (subject) =>
      firstFinding(await fromTheBeginning(subject), (asked) =>
        firstFinding(placesOf(asked), (index) => resumed(subject, asked, index)),
      ),
  },
  {
    id: 'LANE-016',
    level: 'MUST',
    says: '`take` is a hint and never a bound',
    verify: async (subject) =>
      firstFinding(await fromTheBeginning(subject), async ({ says, query, items }) => {
        const few = eventsOf(await readLane(subject.lane, { ...query, take: 1 })).length;
        const plenty = eventsOf({ items }).length;
        return few >= plenty ? null : { expected: `${plenty} events (${says})`, found: `${few} with take 1` };
      }),
  },
  {
    id: 'LANE-022',
    level: 'SHOULD',
    says: 'a lane that reads on without finding says how far it is whole',
    verify: (subject) =>
      firstFinding(DIRECTIONS, async (direction) => {
        const { items } = await readLane(subject.lane, asking(subject, { where: NEVER, direction, take: 1 }));
        const pages = items.filter((item, index) => item.kind === 'report' && grew(items, index)).length;
        const marks = items.filter((item) => item.kind === 'mark').length;
        return pages < 2 || marks > 0
          ? null
          : { expected: `a mark within ${pages} pages`, found: `none (${direction})` };
      }),
  },
];

const NEVER = is('action', { op: 'matches', pattern: '^no such action at all$', ignoreCase: false });

function grew(items: readonly Item[], index: number): boolean {
  const item = items[index];
  const before = items.slice(0, index).findLast((each) => each.kind === 'report');
  return item?.kind === 'report' && item.report.scanned > (before?.kind === 'report' ? before.report.scanned : 0);
}

/** Whether some event comes after this item though its place is before the item's. */
function hasLate(items: readonly Item[], index: number, direction: Direction): boolean {
  const place = placeOf(items[index]);
  return (
    place !== null &&
    items.slice(index + 1).some((later) => later.kind === 'event' && compare(later.event, place, { direction }) < 0)
  );
}

function placeOf(item: Item | undefined): Position | null {
  if (item?.kind === 'event') return { occurredAt: item.event.occurredAt, id: item.event.id };
  return item?.kind === 'mark' ? item.at : null;
}

async function fromTheBeginning(subject: LaneSubject): Promise<readonly Asked[]> {
  return (await answersOf(subject)).filter(({ says }) => /^(everything|one action) of all time/.test(says));
}

/** Some items that have a place and kept the promises of their place: what breaks those is found by other checks. */
function placesOf({ items, query }: Asked): readonly number[] {
  const sound = items.flatMap((item, index) =>
    placeOf(item) !== null && !hasLate(items, index, query.direction) ? [index] : [],
  );
  const step = Math.max(1, Math.ceil(sound.length / PLACES));
  const first = sound.find((index) => items[index]?.kind === 'mark');
  return sound.filter((index, number) => number % step === 0 || index === first);
}

async function resumed(subject: LaneSubject, { says, query, items }: Asked, index: number): Promise<Finding | null> {
  const after = placeOf(items[index]);
  const rest = eventsOf(await readLane(subject.lane, { ...query, after }));
  const known = new Set([...eventsOf({ items: items.slice(0, index + 1) }), ...rest].map((event) => event.id));
  const lost = eventsOf({ items }).find((event) => !known.has(event.id));
  if (!lost || !after) return null;
  return { expected: `all of ${says} when resumed from ${shown(after)}`, found: `${shown(lost)} lost` };
}
