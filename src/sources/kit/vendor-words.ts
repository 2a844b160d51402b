import { foreignJsonOrNull } from '../../domain/foreign-json.ts';
import { isJsonObject } from '../../domain/json.ts';
import { wellFormed } from '../../domain/text.ts';
import type { VendorError } from '../../lanes/source-error.ts';
import type { VendorResponse } from '../adapter.ts';

export const NO_WORDS: VendorError = {
  code: null,
  description: null,
  details: null,
  elaboration: null,
  opaque: null,
  cause: null,
};

const MOST_READ = 4_000;
const LONGEST_TEXT = 500;

/**
 * What an error says that is not in the vendor's own form: of a page, as proxies answer, its text without the markup; of
 * another text its beginning; JSON of an unknown shape stands in `opaque`. Null: it says nothing.
 */
export function wordsIn({ text }: VendorResponse): VendorError | null {
  const body = foreignJsonOrNull(text);
  if (isJsonObject(body) || Array.isArray(body)) return { ...NO_WORDS, opaque: body };
  const beginning = text.slice(0, MOST_READ);
  const plain = /^\s*</.test(beginning) ? withoutMarkup(beginning) : typeof body === 'string' ? body : beginning;
  const said = wellFormed(plain.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST_TEXT));
  return said === '' ? null : { ...NO_WORDS, description: said };
}

function withoutMarkup(page: string): string {
  return page.replaceAll(/<(script|style)\b[\s\S]*?(?:<\/\1[^>]*>?|$)/gi, ' ').replaceAll(/<[^>]*>?/g, ' ');
}

/** `HTTP status 409: 6: already exists`: the status, then the vendor's own words, each once. */
export function toldBy(status: number, vendor: VendorError | null): string {
  const words = [vendor?.code, vendor?.description, vendor?.details].filter(
    (part, index, all): part is string =>
      typeof part === 'string' && part !== '' && part !== String(status) && all.indexOf(part) === index,
  );
  return [`HTTP status ${status}`, ...words].join(': ');
}
