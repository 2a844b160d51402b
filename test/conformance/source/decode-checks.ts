import fc from 'fast-check';
import { canonicalJson } from '../../../src/domain/canonical.ts';
import { CATEGORIES, CHANGE_OPS, type EventDraft, OPERATIONS, OUTCOMES } from '../../../src/domain/event.ts';
import { EARLIEST, LATEST } from '../../../src/domain/instant.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../src/domain/json.ts';
import { type Check, firstFinding } from '../check.ts';
import { optionsOf } from './connect-to.ts';
import { allRecords, decoded, isDraft, oddRecords, someRecords, without } from './odd-records.ts';
import type { SourceSubject } from './source-subject.ts';

const ANY_JSON = { numRuns: 400, seed: 7 };

/** How a record becomes an event. */
export const DECODE_CHECKS: readonly Check<SourceSubject>[] = [
  {
    id: 'SRC-009',
    level: 'MUST',
    says: 'decode takes any JSON',
    verify: (subject) => {
      const any = fc.sample(fc.jsonValue(), ANY_JSON) as readonly Json[];
      return firstFinding([...any, ...oddRecords(subject).map(({ odd }) => odd)], (record) => {
        const found = decoded(subject, record);
        if (found === null || isDraft(found)) return null;
        return { expected: 'an event or null', found: `${String(found.thrown)} for ${show(record)}` };
      });
    },
  },
  {
    id: 'SRC-010',
    level: 'MUST',
    says: 'every member of an event is what it should be, however odd the record',
    verify: (subject) =>
      firstFinding([...someRecords(subject), ...oddRecords(subject).map(({ odd }) => odd)], (record) => {
        const found = decoded(subject, record);
        const wrong = isDraft(found) ? WRONG.find(([, isRight]) => !isRight(found)) : undefined;
        return wrong && isDraft(found) ? { expected: wrong[0], found: `${show(found)} from ${show(record)}` } : null;
      }),
  },
  {
    id: 'SRC-011',
    level: 'MUST',
    says: 'an unknown value costs only its own field: the time alone decides whether there is an event, and when',
    verify: async (subject) =>
      (await firstFinding(oddRecords(subject), ({ sound, member, odd }) => {
        const [before, after] = [decoded(subject, sound), decoded(subject, odd)];
        if (!isDraft(before) || (after !== null && !isDraft(after))) return null;
        if (after?.occurredAt === before.occurredAt || tellsTime(subject, sound, member)) return null;
        return {
          expected: `an event at ${before.occurredAt}`,
          found: `${after?.occurredAt ?? 'none'} from ${show(odd)}`,
        };
      })) ??
      firstFinding(someRecords(subject).filter(isJsonObject), (record) => {
        const needed = Object.keys(record).filter((member) => decoded(subject, without(record, member)) === null);
        return isDraft(decoded(subject, record)) && needed.length > 1
          ? { expected: 'one member at most without which there is no event', found: needed.join(', ') }
          : null;
      }),
  },
  {
    id: 'SRC-012',
    level: 'MUST',
    says: 'one record is one event, in whatever order its members stand',
    verify: (subject) =>
      firstFinding(someRecords(subject), (record) => {
        const events = [record, record, reordered(record)].map((each) => decoded(subject, each));
        const [once, twice, otherwise] = events.map((event) => canonicalJson(event as unknown as Json));
        return once === twice && once === otherwise ? null : { expected: show(events[0]), found: show(events[2]) };
      }),
  },
  {
    id: 'SRC-013',
    level: 'MUST',
    says: 'records of one native key are of one moment',
    verify: (subject) => {
      const moments = new Map<string, number>();
      return firstFinding(allRecords(subject), (record) => {
        const draft = decoded(subject, record);
        if (!isDraft(draft)) return null;
        const known = moments.get(draft.nativeKey) ?? draft.occurredAt;
        moments.set(draft.nativeKey, known);
        if (known === draft.occurredAt) return null;
        return { expected: `a key of its own at ${draft.occurredAt}`, found: `that of ${known}: ${draft.nativeKey}` };
      });
    },
  },
  {
    id: 'SRC-014',
    level: 'MUST',
    says: 'decode leaves the record as it is',
    verify: (subject) =>
      firstFinding(someRecords(subject), (record) => {
        const given = structuredClone(record);
        subject.adapter.decode(given, optionsOf(subject));
        return canonicalJson(given) === canonicalJson(record) ? null : { expected: show(record), found: show(given) };
      }),
  },
  {
    id: 'SRC-031',
    level: 'MUST',
    says: 'the records that documents show are events',
    verify: (subject) =>
      firstFinding(subject.samples.records, (record) =>
        isDraft(decoded(subject, record)) ? null : { expected: 'an event', found: `none from ${show(record)}` },
      ),
  },
];

const isText = (value: unknown) => typeof value === 'string';
const isAbsent = (value: unknown) => value === null || value === undefined;
const isSaid = (value: unknown) => isAbsent(value) || (typeof value === 'string' && value !== '');
const isMoment = (value: unknown) => Number.isInteger(value) && Number(value) >= EARLIEST && Number(value) <= LATEST;
const isPart = (part: object | null | undefined) =>
  isAbsent(part) ||
  (Object.values(part ?? {}).every(isSaid) && Object.values(part ?? {}).some((value) => value !== null));
const isAmong = (values: readonly string[], value: string) => values.includes(value);

const WRONG: readonly (readonly [string, (draft: EventDraft) => boolean])[] = [
  ['a native key that is a text and not empty', ({ nativeKey }) => isText(nativeKey) && nativeKey !== ''],
  ['occurredAt to be an instant', ({ occurredAt }) => isMoment(occurredAt)],
  ['endedAt to be an instant or null', ({ endedAt }) => isAbsent(endedAt) || isMoment(endedAt)],
  ['durationMs to be a number or null', ({ durationMs }) => isAbsent(durationMs) || Number.isFinite(durationMs)],
  ['action and recordType to be texts', ({ action, recordType }) => isText(action) && isText(recordType)],
  ['a known operation', ({ operation }) => isAmong(OPERATIONS, operation)],
  ['a known category', ({ category }) => isAmong(CATEGORIES, category)],
  ['a known outcome', ({ outcome }) => isAmong(OUTCOMES, outcome)],
  ['texts that are not empty, or null', (draft) => [draft.message, draft.sessionId, draft.requestId].every(isSaid)],
  [
    'actor, target and client to say something, or be null',
    (draft) => [draft.actor, draft.target, draft.client].every(isPart),
  ],
  [
    'changes by known operations',
    ({ changes }) => changes.every(({ op, path }) => isAmong(CHANGE_OPS, op) && isText(path)),
  ],
  ['count to be a whole number from 1 up', ({ count }) => Number.isInteger(count) && count >= 1],
];

/** Whether a record without this member would be another moment's, or nobody's. */
function tellsTime(subject: SourceSubject, sound: JsonObject, member: string): boolean {
  const [before, after] = [decoded(subject, sound), decoded(subject, without(sound, member))];
  return isDraft(before) && (!isDraft(after) || after.occurredAt !== before.occurredAt);
}

function reordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(reordered);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reordered(member)]),
  );
}

function show(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 400) ?? String(value);
}
