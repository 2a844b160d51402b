import { canonicalJson } from '../domain/canonical.ts';
import type { EventDraft } from '../domain/event.ts';
import { isSoundDraft } from '../domain/is-sound-draft.ts';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import type { SourceAdapter } from './adapter.ts';

/** Members of a record that are tried one by one, should it not be readable as a whole. */
export const MOST_MEMBERS_TRIED = 200;

interface Decoder<Options> {
  readonly adapter: Pick<SourceAdapter<Options>, 'decode'>;
  readonly options: Options;
  /** Hears of a record that the adapter cannot read as it is. */
  readonly undecoded?: (() => void) | undefined;
}

/**
 * A record as an event, null where it has no readable time. What the adapter cannot read costs the members that it is in and
 * nothing else; such a record is known by all that it holds. Throws where it cannot be read at all.
 */
export function decoded<Options>(record: Json, { adapter, options, undecoded }: Decoder<Options>): EventDraft | null {
  const decode = (some: Json) => soundOrNull(adapter.decode(some, options));
  try {
    return decode(record);
  } catch (error) {
    undecoded?.();
    if (!isJsonObject(record) || Object.keys(record).length > MOST_MEMBERS_TRIED) throw error;
    const draft = decode(readableOf(record, decode));
    return draft && { ...draft, nativeKey: canonicalJson(record) };
  }
}

function soundOrNull(draft: EventDraft | null): EventDraft | null {
  if (draft === null || isSoundDraft(draft)) return draft;
  throw new TypeError('expected every member of a decoded event to be what it should be');
}

/** As many of its members, in their order, as can be read together. */
function readableOf(record: JsonObject, decode: (some: Json) => EventDraft | null): JsonObject {
  let kept: readonly (readonly [string, Json])[] = [];
  for (const member of Object.entries(record)) {
    const more = [...kept, member];
    if (isReadable(Object.fromEntries(more), decode)) kept = more;
  }
  return Object.fromEntries(kept);
}

function isReadable(some: JsonObject, decode: (some: Json) => EventDraft | null): boolean {
  try {
    decode(some);
    return true;
  } catch {
    return false;
  }
}
