import { type AuditEvent, type EventCategory, type EventDraft, eventFrom, GATEWAY } from '../../domain/event.ts';
import { LOWEST_ID } from '../../domain/event-id.ts';
import type { Field } from '../../domain/fields.ts';
import type { Is } from '../../domain/filter.ts';
import { matches } from '../../domain/matches.ts';
import { textsAsked } from './asked.ts';

/** How a leaf comes out for every record of a stream; undefined wherever that is not certain. */
export type Foresight = (leaf: Is) => boolean | undefined;

/** What any of these knows. */
export function foreseenBy(...all: readonly Foresight[]): Foresight {
  return (leaf) => all.map((foresee) => foresee(leaf)).find((known) => known !== undefined);
}

/** Fields that no record fills: they fail every test, and pass every negated one. */
export function neverFilled(...fields: readonly Field[]): Foresight {
  return ({ field, negated }) => (fields.includes(field) ? negated : undefined);
}

/** Fields that decoding alone decides: in every event they are as in `example`, of which only that much must be true. */
export function alikeInAll(example: EventDraft | null, fields: readonly Field[]): Foresight {
  const event = asEvent(example);
  return (leaf) => (fields.includes(leaf.field) ? matches(event, leaf) : undefined);
}

/** Categories of which every event has one. */
export function categoriesAre(categories: readonly EventCategory[]): Foresight {
  return ({ field, test, negated }) => {
    if (field !== 'category' || test.op !== 'in' || test.ignoreCase) return undefined;
    const asked = categories.filter((category) => test.values.includes(category)).length;
    return asked === 0 ? negated : asked === categories.length ? !negated : undefined;
  };
}

/** Every record type is `root` itself or under it. */
export function typesUnder(root: string): Foresight {
  return ({ field, test, negated }) => {
    if (field !== 'recordType') return undefined;
    if (textsAsked(test)?.every((type) => type !== root && !type.startsWith(`${root}.`))) return negated;
    return test.op === 'under' && test.values.includes(root) ? !negated : undefined;
  };
}

function asEvent(example: EventDraft | null): AuditEvent {
  if (example === null) throw new TypeError('expected an example that has a time');
  return eventFrom(example, { id: LOWEST_ID, source: GATEWAY, raw: null, keptAsText: [] });
}
