import { within } from '../../../src/domain/position.ts';
import { SourceError } from '../../../src/lanes/source-error.ts';
import { type Check, type Finding, firstFinding } from '../check.ts';
import type { LaneSubject } from './lane-subject.ts';
import { asking, DIRECTIONS } from './questions.ts';
import { eventsOf, type Read, readLane } from './read-lane.ts';

/** What a source does that goes wrong, and what that may cost. */
export const TROUBLE_CHECKS: readonly Check<LaneSubject>[] = [
  {
    id: 'LANE-024',
    level: 'MUST',
    says: 'a lane whose pages bring nothing new any more fails with INVALID_RESPONSE, and keeps what it gave',
    verify: (subject) =>
      firstFinding(DIRECTIONS, async (direction) => {
        const { repeating } = subject;
        if (!repeating) return null;
        let given = 0;
        try {
          for await (const item of repeating.open(asking(subject, { direction }), new AbortController().signal)) {
            if (item.kind === 'event') given += 1;
          }
        } catch (error) {
          const code = error instanceof SourceError ? error.problem.code : String(error);
          if (code !== 'INVALID_RESPONSE') return { expected: 'INVALID_RESPONSE', found: `${code} (${direction})` };
          return given > 0 ? null : { expected: 'what was read', found: `nothing (${direction})` };
        }
        return { expected: 'a failure', found: `an end after ${given} events (${direction})` };
      }),
  },
  {
    id: 'LANE-025',
    level: 'MUST',
    says: 'a record that cannot be read costs nobody else anything, and is an event or inside a gap',
    verify: (subject) =>
      firstFinding(DIRECTIONS, async (direction) => {
        const { choking } = subject;
        if (!choking) return null;
        return contained(subject, await readLane(choking.lane, asking(subject, { direction })));
      }),
  },
];

function contained({ truth, choking }: LaneSubject, read: Read): Finding | null {
  const given = eventsOf(read);
  const ids = new Set(given.map(({ id }) => id));
  const lost = truth.filter(({ id }) => id !== choking?.on.id && !ids.has(id));
  if (lost.length > 0) return { expected: 'all other events', found: `${lost.length} of them missing` };
  const at = choking?.on.occurredAt ?? 0;
  const isNamed = read.items.some((item) => item.kind === 'gap' && within(at as never, item.window));
  const moment = given.filter(({ occurredAt }) => occurredAt === at).length;
  const whole = moment === truth.filter(({ occurredAt }) => occurredAt === at).length;
  return isNamed || whole ? null : { expected: 'it as an event or inside a gap', found: 'neither' };
}
