import type { AuditEvent, EventDraft } from './event.ts';
import type { Json } from './json.ts';

/**
 * - `id`: a UUID; `word`: a text of letters, digits and `._-` alone; `time`: an instant
 * - `text`: any text; `texts`: a list of some; `number`: any number; `count`: a whole one; `json`: any JSON value
 */
export type ValueType = 'id' | 'word' | 'time' | 'number' | 'count' | 'text' | 'texts' | 'json';

/**
 * How the API's filter asks for a field: by tests of a text, by a list of names or of address blocks, by the ends of a range of
 * numbers or of time, by pointers into JSON.
 */
export type AskedAs = 'text' | 'names' | 'blocks' | 'range' | 'during' | 'pointers';

export interface EventField {
  readonly type: ValueType;
  /** Whether it may be absent, which is null. */
  readonly optional: boolean;
  /** Who says it: a vendor's record, or the gateway. */
  readonly from: 'record' | 'gateway';
  /** Null: the filter does not. */
  readonly asked: AskedAs | null;
  /** Whether its words are among those of the event. */
  readonly searched: boolean;
  /** Whether an exported line shows it. */
  readonly exported: boolean;
}

const PLAIN = { optional: false, from: 'record', asked: null, searched: false, exported: true } as const;
const NAME = { ...PLAIN, type: 'word', asked: 'names' } as const;
const TEXT = { ...PLAIN, type: 'text', asked: 'text', searched: true } as const;
const TEXT_OR_NONE = { ...TEXT, optional: true } as const;

/** The one table of an event's fields, in the order in which they are shown; of a part, each member is one. */
export const EVENT_FIELDS = {
  id: { ...PLAIN, type: 'id', from: 'gateway' },
  source: { ...NAME, from: 'gateway' },
  occurredAt: { ...PLAIN, type: 'time', asked: 'during' },
  endedAt: { ...PLAIN, type: 'time', optional: true },
  durationMs: { ...PLAIN, type: 'number', optional: true, asked: 'range' },
  action: TEXT,
  operation: NAME,
  recordType: TEXT,
  category: NAME,
  outcome: NAME,
  message: TEXT_OR_NONE,
  'actor.uid': TEXT_OR_NONE,
  'actor.name': TEXT_OR_NONE,
  'actor.type': TEXT_OR_NONE,
  'target.type': TEXT_OR_NONE,
  'target.uid': TEXT_OR_NONE,
  'target.name': TEXT_OR_NONE,
  'client.ip': { ...TEXT_OR_NONE, asked: 'blocks' },
  'client.userAgent': TEXT_OR_NONE,
  'client.origin': TEXT_OR_NONE,
  sessionId: TEXT_OR_NONE,
  requestId: TEXT_OR_NONE,
  changes: { ...PLAIN, type: 'json', searched: true },
  count: { ...PLAIN, type: 'count' },
  raw: { ...PLAIN, type: 'json', from: 'gateway', asked: 'pointers', searched: true },
  keptAsText: { ...PLAIN, type: 'texts', from: 'gateway', exported: false },
  recordedAt: { ...PLAIN, type: 'time', from: 'gateway', exported: false },
} as const satisfies { readonly [Path in EventPath]: EventField & Fitting<Path> };

/** A field by its place in an event: `action`, `actor.name`. */
export type EventPath = {
  [Name in keyof AuditEvent]-?: Name extends PartName ? `${Name}.${keyof Members<Name> & string}` : Name;
}[keyof AuditEvent];

/** What stands in a field. */
export type ValueOf<Path extends EventPath> = Path extends `${infer Name extends PartName}.${infer Member}`
  ? Members<Name>[Member & keyof Members<Name>]
  : Exclude<AuditEvent[Path & keyof AuditEvent], undefined>;

/** The parts of an event, which have members: who, what, and from where. */
export type PartName = (typeof PART_NAMES)[number];
type Members<Name extends PartName> = NonNullable<AuditEvent[Name]>;

/** The type and absence that a field's value has, and who can say it. */
interface Fitting<Path extends EventPath> {
  readonly type: TypeFor<ValueOf<Path>>;
  readonly optional: Path extends 'raw' ? false : null extends ValueOf<Path> ? true : false;
  readonly from: Head<Path> extends keyof EventDraft ? 'record' : 'gateway';
}
type TypeFor<Value> = Json extends Value
  ? 'json'
  : [Value] extends [number | null]
    ? 'time' | 'number' | 'count'
    : [Value] extends [string | null]
      ? 'id' | 'word' | 'text'
      : [Value] extends [readonly string[]]
        ? 'texts'
        : 'json';
type Head<Path extends string> = Path extends `${infer Name}.${string}` ? Name : Path;

export const EVENT_PATHS = Object.keys(EVENT_FIELDS) as readonly EventPath[];
export const PART_NAMES = ['actor', 'target', 'client'] as const;

/** The path without its dot: `actorName`, as columns of tables are called. */
export type FlatName<Path extends EventPath> = Path extends `${infer Name}.${infer Member}`
  ? `${Name}${Capitalize<Member>}`
  : Path;

export function flatName<Path extends EventPath>(path: Path): FlatName<Path> {
  return path.replace(/\.(.)/, (_, first: string) => first.toUpperCase()) as FlatName<Path>;
}

/** Reads a field of an event; null is what is absent. */
export function reading(path: EventPath): (event: AuditEvent) => Json {
  const [name, member] = path.split('.') as [keyof AuditEvent, string | undefined];
  if (member === undefined) return (event) => (event[name] ?? null) as Json;
  return (event) => (event[name] as Readonly<Record<string, Json>> | null)?.[member] ?? null;
}
