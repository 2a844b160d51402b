import type { AuditEvent } from '../../../src/domain/event.ts';
import type { Capabilities } from '../../../src/sources/adapter.ts';
import { seenOf, strictVendor } from '../../fakes/strict-vendor.ts';
import { KIT_KEY } from './kit-events.ts';
import type { LaneSubject } from './lane-subject.ts';

const CHOKES_AT = 60;

/** The lanes of a strict vendor that goes wrong in a known way. */
export function troubled(
  events: readonly AuditEvent[],
  capabilities: Capabilities,
): Pick<LaneSubject, 'repeating' | 'choking'> {
  const vendor = { key: KIT_KEY, events, capabilities };
  const [on, unreadable] = [seenOf(KIT_KEY, events)[CHOKES_AT], events[CHOKES_AT]?.id];
  if (on === undefined || unreadable === undefined) throw new Error('expected more events to be there');
  return {
    repeating: strictVendor({ ...vendor, repeatsItself: true }),
    choking: { lane: strictVendor({ ...vendor, unreadable }), on },
  };
}
