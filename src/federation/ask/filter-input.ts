import type { EventCategory, Operation, Outcome, SourceKind } from '../../domain/event.ts';
import type { Json } from '../../domain/json.ts';

type Given<Value> = Value | null | undefined;

/** `AuditEventFilter` of the API as plain data. */
export interface FilterInput {
  readonly and?: Given<readonly FilterInput[]>;
  readonly or?: Given<readonly FilterInput[]>;
  readonly not?: Given<FilterInput>;
  readonly sources?: Given<readonly string[]>;
  readonly sourceKinds?: Given<readonly SourceKind[]>;
  readonly occurredAt?: Given<{ readonly from?: Given<TimePointInput>; readonly to?: Given<TimePointInput> }>;
  readonly action?: Given<StringFilterInput>;
  readonly recordType?: Given<StringFilterInput>;
  readonly recordTypeUnder?: Given<readonly string[]>;
  readonly operation?: Given<readonly Operation[]>;
  readonly category?: Given<readonly EventCategory[]>;
  readonly outcome?: Given<readonly Outcome[]>;
  readonly actor?: Given<Parts<'uid' | 'name' | 'type'>>;
  readonly target?: Given<Parts<'type' | 'uid' | 'name'>>;
  readonly client?: Given<Parts<'userAgent' | 'origin'> & { readonly ip?: Given<readonly string[]> }>;
  readonly sessionId?: Given<StringFilterInput>;
  readonly requestId?: Given<StringFilterInput>;
  readonly message?: Given<StringFilterInput>;
  readonly durationMs?: Given<{ readonly min?: Given<number>; readonly max?: Given<number> }>;
  readonly changedPath?: Given<StringFilterInput>;
  readonly raw?: Given<readonly JsonFilterInput[]>;
  readonly text?: Given<string>;
}

/** A time as the client wrote it: relative ones are resolved once, against the one "now" of a walk. */
export type TimePointInput = string | number;

type Parts<Name extends string> = { readonly [N in Name]?: Given<StringFilterInput> };

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
