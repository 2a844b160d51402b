import type { EventDraft } from '../../../src/domain/event.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../src/domain/json.ts';
import { BUILT_IN, redact } from '../../../src/domain/redact.ts';
import { wellFormedJson } from '../../../src/domain/text.ts';
import { optionsOf } from './connect-to.ts';
import type { SourceSubject } from './source-subject.ts';

const SOME = 12;

/** Records as `decode` meets them: those of the documents, and some of the vendor's. */
export function someRecords({ samples, vendor }: SourceSubject): readonly Json[] {
  const step = Math.max(1, Math.floor(vendor.records.length / SOME));
  const held = vendor.records.filter((_, index) => index % step === 0);
  return [...samples.records, ...held].map((record) => redact(wellFormedJson(record), BUILT_IN));
}

/** All records as `decode` meets them. */
export function allRecords({ samples, vendor }: SourceSubject): readonly Json[] {
  return [...samples.records, ...vendor.records].map((record) => redact(wellFormedJson(record), BUILT_IN));
}

const ODD_VALUES: readonly Json[] = [
  ...[null, '', ' ', 'NEVER_SEEN_BEFORE', 'constructor', '__proto__', 0, -1, 7.5, 1e308, true, false],
  ...[[], [null], [[]], {}, { a: { b: null } }, { length: 2 }],
];

export interface OddRecord {
  readonly sound: JsonObject;
  readonly member: string;
  readonly odd: Json;
}

/** Each member of each record is missing once, and is each odd value once. */
export function oddRecords(subject: SourceSubject): readonly OddRecord[] {
  return someRecords(subject)
    .filter(isJsonObject)
    .flatMap((sound) =>
      Object.keys(sound).flatMap((member) => {
        return [without(sound, member), ...ODD_VALUES.map((value) => ({ ...sound, [member]: value }))].map((odd) => ({
          sound,
          member,
          odd,
        }));
      }),
    );
}

export function without(record: JsonObject, member: string): JsonObject {
  const { [member]: _, ...others } = record;
  return others;
}

/** A draft, null for no event, or what was thrown. The record given stays as it is. */
export function decoded(subject: SourceSubject, record: Json): EventDraft | null | { readonly thrown: unknown } {
  try {
    return subject.adapter.decode(structuredClone(record), optionsOf(subject));
  } catch (thrown) {
    return { thrown };
  }
}

export function isDraft(found: ReturnType<typeof decoded>): found is EventDraft {
  return found !== null && !('thrown' in found);
}
