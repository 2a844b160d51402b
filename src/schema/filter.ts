import type { FilterInput } from '../federation/ask/filter-input.ts';
import { builder } from './builder.ts';
import { EventCategory, Operation, Outcome, SourceKind } from './enums.ts';
import {
  ActorFilter,
  ClientFilter,
  JsonFilter,
  NumberRange,
  StringFilter,
  TargetFilter,
  TimeRange,
} from './filter-tests.ts';

export const AuditEventFilter = builder.inputRef<FilterInput>('AuditEventFilter');

AuditEventFilter.implement({
  description:
    "All given fields must hold; null is as if left out. `and`, `or`, `not` nest. `and: []`, `raw: []` and `notIn: []` are everything, every other empty list is nothing. An absent value (null, or an empty text) fails every positive test and passes every negative one. Case is ignored by Unicode simple folding (as RE2's `(?i)` does), everywhere alike, whatever a database's locale says.",
  fields: (t) =>
    ({
      and: t.field({ type: [AuditEventFilter], description: 'All of these must hold.' }),
      or: t.field({ type: [AuditEventFilter], description: 'One of these must hold.' }),
      not: t.field({ type: AuditEventFilter, description: 'This must not hold.' }),
      sources: t.stringList({ description: 'Source keys; an unknown one is BAD_USER_INPUT.' }),
      sourceKinds: t.field({ type: [SourceKind], description: 'Events of these vendors.' }),
      occurredAt: t.field({ type: TimeRange, description: 'When it happened. Left out: all time.' }),
      action: t.field({ type: StringFilter, description: "The vendor's own name of what was done." }),
      recordType: t.field({ type: StringFilter, description: 'The dotted record type, as a text.' }),
      recordTypeUnder: t.stringList({
        description: 'The record type itself or any subtype: `authentication` covers `authentication.login`.',
      }),
      operation: t.field({ type: [Operation], description: 'What was done, in one word for all vendors.' }),
      category: t.field({ type: [EventCategory], description: 'What kind of thing happened.' }),
      outcome: t.field({ type: [Outcome], description: 'How it ended.' }),
      actor: t.field({ type: ActorFilter, description: 'Who did it.' }),
      target: t.field({ type: TargetFilter, description: 'What it was done to.' }),
      client: t.field({ type: ClientFilter, description: 'From where it was done.' }),
      sessionId: t.field({ type: StringFilter, description: "The vendor's id of the session." }),
      requestId: t.field({ type: StringFilter, description: "The vendor's id of the request." }),
      message: t.field({ type: StringFilter, description: "The vendor's sentence about it." }),
      durationMs: t.field({ type: NumberRange, description: 'How long it took, in milliseconds.' }),
      changedPath: t.field({
        type: StringFilter,
        description:
          'Over the paths of all changes: a positive test holds if some path passes it, a negative one if none fails it.',
      }),
      raw: t.field({ type: [JsonFilter], description: "Into the vendor's record. All must hold." }),
      text: t.string({
        description:
          'Words: runs of letters, marks and digits; a `.` or `:` between two digits belongs to the word, so 192.0.2.7 is one. Each must begin, ignoring case, some word of a string or number value of action, recordType, message, actor, target, client, sessionId, requestId, changes or `raw` (not of member names). Words count to their 64th character. Without a word it is no condition.',
      }),
    }) satisfies Record<keyof FilterInput, unknown>,
});
