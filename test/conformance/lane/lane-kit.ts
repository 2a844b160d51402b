import type { AuditEvent } from '../../../src/domain/event.ts';
import type { Check } from '../check.ts';
import { runKit, type Waivers } from '../run-kit.ts';
import { EVENT_CHECKS } from './event-checks.ts';
import { KIT_NOW, kitEvents } from './kit-events.ts';
import type { LaneSubject } from './lane-subject.ts';
import { PROGRESS_CHECKS } from './progress-checks.ts';
import { TROUBLE_CHECKS } from './trouble-checks.ts';
import { WORK_CHECKS } from './work-checks.ts';

/** Every promise of `src/lanes/lane.ts`, in the order of their ids. */
export const LANE_CHECKS: readonly Check<LaneSubject>[] = [
  ...EVENT_CHECKS,
  ...PROGRESS_CHECKS,
  ...WORK_CHECKS,
  ...TROUBLE_CHECKS,
].toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** A lane over the kit's events; where it gives others, or gives them otherwise, it says which in `truth`. */
export type MadeLane = Pick<LaneSubject, 'lane' | 'broken'> &
  Partial<Omit<LaneSubject, 'lane' | 'broken'>> & { close(): Promise<void> };

/** Holds a lane to all its promises. `waived` says of a SHOULD why it does not hold here. */
export function laneKit(
  name: string,
  makeLaneOver: (events: readonly AuditEvent[]) => Promise<MadeLane>,
  waived: Waivers = {},
): void {
  runKit(
    name,
    LANE_CHECKS,
    async () => {
      const events = kitEvents();
      const { close, ...made } = await makeLaneOver(events);
      return { subject: { truth: events, now: KIT_NOW, streams: 1, ...made }, close };
    },
    waived,
  );
}
