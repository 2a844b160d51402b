import { keptAsText } from '../domain/foreign-json.ts';
import type { Json } from '../domain/json.ts';
import { follow, pointerOf } from '../domain/json-pointer.ts';
import { REDACTED, type RedactionRules, redactText } from '../domain/redact.ts';
import { wellFormed } from '../domain/text.ts';

/**
 * Where in `raw`, which became of `received` by these redactions, the values stand that are kept as their text. Names on the
 * way may hold secrets too, and what was redacted is no such value any more.
 */
export function pointersInto(raw: Json, received: Json, redactions: readonly RedactionRules[]): readonly string[] {
  const { places } = keptAsText(received);
  if (places.length === 0) return [];
  const renamed = (token: string) => redactions.reduce(redactText, wellFormed(token));
  const pointers = places
    .map((place) => place.map(renamed))
    .filter((place) => {
      const found = follow(raw, place);
      return found.found && typeof found.value === 'string' && found.value !== REDACTED;
    })
    .map(pointerOf);
  return [...new Set(pointers)];
}
