import type { AuditEvent, SourceKey } from '../../../src/domain/event.ts';
import { eventId } from '../../../src/domain/event-id.ts';
import { type Instant, parseRfc3339, plus } from '../../../src/domain/instant.ts';
import { someEvent } from '../../fakes/some-event.ts';

export const KIT_KEY = 'kit' as SourceKey;
export const KIT_NOW = parseRfc3339('2024-03-01T12:00:00Z') as Instant;

const COUNT = 160;
const STEP_US = 400_000;
const ACTIONS = ['login', 'update', 'Update', 'delete'];
const NAMES = ['ada', 'bob', null];

/**
 * Events over a minute, in no order: every fourth shares its moment with the one before, some differ by a microsecond alone.
 */
export function kitEvents(key: SourceKey = KIT_KEY): readonly AuditEvent[] {
  return Array.from({ length: COUNT }, (_, number) => {
    const place = (number * 37) % COUNT;
    return someEvent({
      id: eventId(key, String(place)),
      source: key,
      occurredAt: plus(KIT_NOW, momentOf(place) - COUNT * STEP_US),
      action: ACTIONS[place % ACTIONS.length] ?? '',
      recordType: place % 2 === 0 ? 'auth.login' : 'config',
      actor: { uid: null, name: NAMES[place % NAMES.length] ?? null, type: 'user' },
    });
  });
}

function momentOf(place: number): number {
  if (place % 4 === 3) return (place - 1) * STEP_US;
  return place % 8 === 5 ? (place - 1) * STEP_US + 1 : place * STEP_US;
}
