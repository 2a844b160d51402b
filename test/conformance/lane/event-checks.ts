import type { AuditEvent } from '../../../src/domain/event.ts';
import { matches } from '../../../src/domain/matches.ts';
import { compare, within } from '../../../src/domain/position.ts';
import type { EventQuery } from '../../../src/domain/query.ts';
import { type Check, type Finding, firstFinding } from '../check.ts';
import type { LaneSubject } from './lane-subject.ts';
import { expectedOf } from './questions.ts';
import { type Asked, answersOf, eventsOf, shown } from './read-lane.ts';

type LaneCheck = Check<LaneSubject>;

/** What is true of each event, whatever is asked. */
function each(
  id: string,
  says: string,
  expected: string,
  holds: (event: AuditEvent, query: EventQuery, subject: LaneSubject) => boolean,
): LaneCheck {
  return answers(id, says, (asked, subject) => {
    const wrong = eventsOf(asked).find((event) => !holds(event, asked.query, subject));
    return wrong ? { expected, found: `${shown(wrong)} (asked for ${asked.says})` } : null;
  });
}

function answers(id: string, says: string, find: (asked: Asked, subject: LaneSubject) => Finding | null): LaneCheck {
  return {
    id,
    level: 'MUST',
    says,
    verify: async (subject) => firstFinding(await answersOf(subject), (asked) => find(asked, subject)),
  };
}

/** What a lane gives. */
export const EVENT_CHECKS: readonly LaneCheck[] = [
  answers('LANE-001', 'events come in the one order', ({ says, query, ...read }) => {
    const events = eventsOf(read);
    const late = events.findIndex((event, index) => {
      const before = events[index - 1];
      return before !== undefined && compare(event, before, query) < 0;
    });
    const [before, after] = [events[late - 1], events[late]];
    if (!before || !after) return null;
    return {
      expected: `places in the order ${query.direction}`,
      found: `${shown(after)} after ${shown(before)} (${says})`,
    };
  }),
  answers('LANE-002', 'every event comes once', ({ says, ...read }) => {
    const ids = eventsOf(read).map((event) => event.id);
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    return twice ? { expected: 'each id once', found: `${twice} again (asked for ${says})` } : null;
  }),
  each('LANE-003', 'every event lies inside the window', 'only events of the window', ({ occurredAt }, { window }) =>
    within(occurredAt, window),
  ),
  each('LANE-004', 'every event lies past the place asked for', 'only events past `after`', (event, query) =>
    query.after === null ? true : compare(event, query.after, query) > 0,
  ),
  each('LANE-005', 'every event matches the whole filter', 'only events that match', (event, { where }) =>
    matches(event, where),
  ),
  answers(
    'LANE-006',
    'a reading from the beginning gives every event that matches',
    ({ says, query, ...read }, subject) => {
      if (query.after !== null) return null;
      const given = new Set(eventsOf(read).map((event) => event.id));
      const missing = expectedOf(subject, query).filter((event) => !given.has(event.id));
      const [first] = missing;
      return first
        ? { expected: `all of ${says}`, found: `${missing.length} missing, the first ${shown(first)}` }
        : null;
    },
  ),
  answers('LANE-007', 'a lane ends when nothing is left', ({ says, ended, items }) =>
    ended ? null : { expected: 'an end', found: `none after ${items.length} items (asked for ${says})` },
  ),
  answers('LANE-017', 'an event stands at its own place', ({ says, items }) => {
    const wrong = items.find(
      (item) => item.kind === 'event' && (item.at.occurredAt !== item.event.occurredAt || item.at.id !== item.event.id),
    );
    if (wrong?.kind !== 'event') return null;
    return { expected: shown(wrong.event), found: `${shown(wrong.at)} (asked for ${says})` };
  }),
  each(
    'LANE-018',
    'every event is of a source the lane names',
    'events of its own sources',
    ({ source }, _, { lane }) => lane.sources.includes(source),
  ),
];
