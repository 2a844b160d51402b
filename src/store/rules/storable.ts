import type { AuditEvent } from '../../domain/event.ts';
import { type Flaw, flawIn } from '../../domain/flaw.ts';
import { InputError, shown } from '../../domain/input-error.ts';
import { EARLIEST, LATEST } from '../../domain/instant.ts';
import { DEEPEST_JSON } from '../../domain/plain-json.ts';
import { breathing } from '../../lanes/breath.ts';

/** The largest `count` there is: an Int of the API. */
export const LARGEST_COUNT = 2_147_483_647;
/** What a vendor nests in its records stands some levels deeper in an event. */
export const DEEPEST_STORED = 2 * DEEPEST_JSON;

/** An event that no database gives back as it is; the message names the place in it. */
export class Unstorable extends Error {
  constructor(flaw: Flaw) {
    super(refusal('event', flaw).message);
    this.name = 'Unstorable';
  }
}

/** The first flaw of an event; null where every database gives it back as it is. */
export function flawOf(event: AuditEvent): Flaw | null {
  for (const [name, expected, holds] of NUMBERS) {
    const value = event[name];
    if (value !== null && !holds(value))
      return { place: `.${name}`, expected, found: typeof value === 'number' ? String(value) : shown(value) };
  }
  return flawIn(event, DEEPEST_STORED);
}

/** Throws an `InputError` that names the first event with a flaw, and the place in it. */
export async function requireStorable(events: readonly AuditEvent[], argument: string): Promise<void> {
  const rest = breathing();
  for (const [index, event] of events.entries()) {
    const flaw = flawOf(event);
    if (flaw) throw refusal(`${argument}[${index}]`, flaw);
    await rest();
  }
}

function refusal(what: string, { place, expected, found }: Flaw): InputError {
  return new InputError(`${what}${place}`, expected, found);
}

type Numbers = 'occurredAt' | 'endedAt' | 'count';

const MOMENT = 'whole microseconds of the years 1 to 2254';
const COUNT = `a whole number from 1 to ${LARGEST_COUNT}`;
const isMoment = (at: number) => Number.isInteger(at) && at >= EARLIEST && at <= LATEST;
const isCount = (count: number) => Number.isInteger(count) && count >= 1 && count <= LARGEST_COUNT;
const NUMBERS: readonly (readonly [name: Numbers, expected: string, holds: (value: number) => boolean])[] = [
  ['occurredAt', MOMENT, isMoment],
  ['endedAt', MOMENT, isMoment],
  ['count', COUNT, isCount],
];
