import type { AuditEvent, SourceKind } from '../../domain/event.ts';
import type { AskedAs, PartName } from '../../domain/event-fields.ts';
import type { AskedBy } from '../../domain/fields.ts';
import type { Json } from '../../domain/json.ts';

type Given<Value> = Value | null | undefined;

/** `AuditEventFilter` of the API as plain data. */
export interface FilterInput extends AskedFields, AskedParts {
  readonly and?: Given<readonly FilterInput[]>;
  readonly or?: Given<readonly FilterInput[]>;
  readonly not?: Given<FilterInput>;
  readonly sources?: Given<readonly string[]>;
  readonly sourceKinds?: Given<readonly SourceKind[]>;
  readonly recordTypeUnder?: Given<readonly string[]>;
  readonly changedPath?: Given<StringFilterInput>;
  readonly text?: Given<string>;
}

/** The fields of an event that are asked under their own names; the source is asked by `sources`. */
export type AskedName = Exclude<AskedBy<AskedAs>, 'source'> & keyof AuditEvent;
type AskedFields = { readonly [Name in AskedName]?: Given<Form<Name, AuditEvent[Name]>> };

export type AskedMember<Part extends PartName> =
  AskedBy<AskedAs> extends infer Path ? (Path extends `${Part}.${infer Member}` ? Member : never) : never;
type AskedParts = {
  readonly [Part in PartName]?: Given<{
    readonly [Member in AskedMember<Part>]?: Given<Form<`${Part}.${Member}`, string>>;
  }>;
};

/** What each way of asking is given; names are of the field's own kind. */
interface Forms<Value> {
  readonly text: StringFilterInput;
  readonly names: readonly Value[];
  readonly blocks: readonly string[];
  readonly range: NumberRangeInput;
  readonly during: TimeRangeInput;
  readonly pointers: readonly JsonFilterInput[];
}
type Form<Path extends string, Value> = {
  [How in AskedAs]: Path extends AskedBy<How> ? Forms<Value>[How] : never;
}[AskedAs];

export interface TimeRangeInput {
  readonly from?: Given<TimePointInput>;
  readonly to?: Given<TimePointInput>;
}

export interface NumberRangeInput {
  readonly min?: Given<number>;
  readonly max?: Given<number>;
}

/** A time as the client wrote it: relative ones are resolved once, against the one "now" of a walk. */
export type TimePointInput = string | number;

export interface StringFilterInput {
  readonly eq?: Given<string>;
  readonly ne?: Given<string>;
  readonly in?: Given<readonly string[]>;
  readonly notIn?: Given<readonly string[]>;
  readonly contains?: Given<string>;
  readonly startsWith?: Given<string>;
  readonly endsWith?: Given<string>;
  readonly matches?: Given<string>;
  readonly notMatches?: Given<string>;
  readonly exists?: Given<boolean>;
  readonly ignoreCase?: Given<boolean>;
}

export interface JsonFilterInput {
  readonly path: string;
  readonly equals?: Given<Json>;
  readonly contains?: Given<string>;
  readonly exists?: Given<boolean>;
}
