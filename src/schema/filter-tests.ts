import type {
  AskedMember,
  FilterInput,
  JsonFilterInput,
  NumberRangeInput,
  StringFilterInput,
  TimeRangeInput,
} from '../federation/ask/filter-input.ts';
import { builder } from './builder.ts';
import { JsonValue } from './scalars.ts';
import { TimePoint } from './time-point.ts';

/** The part of a filter that this member holds, as plain data. */
type Part<Name extends keyof FilterInput> = NonNullable<FilterInput[Name]>;

export const TimeRange = builder.inputRef<TimeRangeInput>('TimeRange').implement({
  description: '`from` inclusive, `to` exclusive; equal ends find nothing, reversed ones are BAD_USER_INPUT.',
  fields: (t) => ({
    from: t.field({ type: TimePoint, description: 'The first moment; left out, from the beginning.' }),
    to: t.field({ type: TimePoint, description: 'The moment after the last; left out, without end.' }),
  }),
});

export const NumberRange = builder.inputRef<NumberRangeInput>('NumberRange').implement({
  description: '`min` and `max` inclusive.',
  fields: (t) => ({
    min: t.float({ description: 'The smallest; left out, no bound.' }),
    max: t.float({ description: 'The largest; left out, no bound.' }),
  }),
});

export const StringFilter = builder.inputRef<StringFilterInput>('StringFilter').implement({
  description:
    'All given tests must hold. An absent value (null, or an empty text) fails every positive test and passes every negative one (`ne`, `notIn`, `notMatches`). `matches` is an RE2 expression that must match somewhere in the value (use ^ and $ to anchor).',
  fields: (t) => ({
    eq: t.string({ description: 'Is this text.' }),
    ne: t.string({ description: 'Is not this text, or is absent.' }),
    in: t.stringList({ description: 'Is one of these texts; an empty list is nothing.' }),
    notIn: t.stringList({ description: 'Is none of these texts, or is absent; an empty list is everything.' }),
    contains: t.string({ description: 'Contains this text.' }),
    startsWith: t.string({ description: 'Starts with this text.' }),
    endsWith: t.string({ description: 'Ends with this text.' }),
    matches: t.string({
      description: 'An RE2 expression (no look-around, no back-references) matches somewhere in it.',
    }),
    notMatches: t.string({ description: 'No match of this RE2 expression anywhere in it, or it is absent.' }),
    exists: t.boolean({ description: 'true: there is a value. false: it is absent.' }),
    ignoreCase: t.boolean({
      defaultValue: false,
      description: "All tests beside it ignore case, by Unicode simple folding (as RE2's `(?i)` does).",
    }),
  }),
});

export const JsonFilter = builder.inputRef<JsonFilterInput>('JsonFilter').implement({
  description:
    '`path` is an RFC 6901 JSON pointer into `raw`. `exists`: the pointer leads somewhere, be it to null. `equals`: the same JSON value (members in any order; a given null means JSON null). `contains`: a string that contains it. Absent is only what the pointer does not find.',
  fields: (t) => ({
    path: t.string({
      required: true,
      description: 'A JSON pointer, such as `/event_data/headers/Host`; empty for the whole record.',
    }),
    equals: t.field({ type: JsonValue, description: 'Is this JSON value.' }),
    contains: t.string({ description: 'Is a text that contains this one.' }),
    exists: t.boolean({ description: 'true: the pointer leads somewhere. false: it does not.' }),
  }),
});

export const ActorFilter = builder.inputRef<Part<'actor'>>('ActorFilter').implement({
  description: 'All given fields must hold.',
  fields: (t) =>
    ({
      uid: t.field({ type: StringFilter, description: "The account's id." }),
      name: t.field({ type: StringFilter, description: 'The name the account goes by.' }),
      type: t.field({ type: StringFilter, description: "What kind of account it is, in the vendor's word." }),
    }) satisfies Record<AskedMember<'actor'>, unknown>,
});

export const TargetFilter = builder.inputRef<Part<'target'>>('TargetFilter').implement({
  description: 'All given fields must hold.',
  fields: (t) =>
    ({
      type: t.field({ type: StringFilter, description: "What kind of thing it is, in the vendor's word." }),
      uid: t.field({ type: StringFilter, description: "The vendor's id of it." }),
      name: t.field({ type: StringFilter, description: 'The name it goes by.' }),
    }) satisfies Record<AskedMember<'target'>, unknown>,
});

export const ClientFilter = builder.inputRef<Part<'client'>>('ClientFilter').implement({
  description: 'All given fields must hold.',
  fields: (t) =>
    ({
      ip: t.stringList({
        description:
          'Addresses or CIDR blocks, v4 and v6, compared as addresses (host bits of a block are ignored, an IPv4-mapped one counts as IPv4): `["192.0.2.0/24", "2001:db8::1"]`.',
      }),
      userAgent: t.field({ type: StringFilter, description: 'The browser or program.' }),
      origin: t.field({ type: StringFilter, description: "By which way it came, in the vendor's word." }),
    }) satisfies Record<AskedMember<'client'>, unknown>,
});
