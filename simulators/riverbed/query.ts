import { fault } from './faults.ts';
import type { RiverbedSwitches } from './switches.ts';

const SORT_FIELDS = [
  'timestamp',
  'action',
  'record_type',
  'identifier',
  'uid',
  'username',
  'ipaddr',
  'pid',
  'sid',
  'module',
  'success',
  'count',
] as const;

const NAMES = new Set(['sort', 'sortBy', 'username', 'success', 'record_type', 'limit', 'offset', 'action']);

export const DEFAULT_LIMIT = 100;

export interface EventsQuery {
  readonly backward: boolean;
  readonly sortBy: (typeof SORT_FIELDS)[number];
  readonly limit: number;
  readonly offset: number;
  readonly username: string | null;
  readonly record_type: string | null;
  readonly action: string | null;
  readonly success: number | null;
}

/** Reads the query of /events, refusing what cannot be meant. There is no time in it: the vendor has no such filter. */
export function eventsQuery(
  given: URLSearchParams,
  { unknownQuery, maxLimit, overLimit }: Pick<RiverbedSwitches, 'unknownQuery' | 'maxLimit' | 'overLimit'>,
): EventsQuery {
  const unknown = [...given.keys()].find((name) => !NAMES.has(name));
  if (unknown !== undefined && unknownQuery === 'reject')
    throw invalid(unknown, `one of ${[...NAMES].join(', ')}`, unknown);
  const limit = whole(given, 'limit', DEFAULT_LIMIT);
  if (limit > maxLimit && overLimit === 'refuse') throw invalid('limit', `at most ${maxLimit}`, String(limit));
  return {
    backward: oneOf(given, 'sort', ['desc', 'asc']) === 'desc',
    sortBy: oneOf(given, 'sortBy', SORT_FIELDS),
    limit: Math.min(limit, maxLimit),
    offset: whole(given, 'offset', 0),
    username: given.get('username'),
    record_type: given.get('record_type'),
    action: given.get('action'),
    success: given.has('success') ? Number(oneOf(given, 'success', ['1', '0'])) : null,
  };
}

function whole(given: URLSearchParams, name: string, otherwise: number): number {
  const text = given.get(name);
  if (text === null) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw invalid(name, 'a whole number, 0 or more', text);
  return Number(text);
}

/** The first of the allowed is what holds when nothing is said. */
function oneOf<Word extends string>(given: URLSearchParams, name: string, allowed: readonly [Word, ...Word[]]): Word {
  const text = given.get(name) ?? allowed[0];
  const word = allowed.find((candidate) => candidate === text);
  if (word === undefined) throw invalid(name, `one of ${allowed.join(', ')}`, text);
  return word;
}

function invalid(name: string, expected: string, found: string) {
  return fault('REQUEST_INVALID_INPUT', `${name}: expected ${expected}, found ${JSON.stringify(found)}`);
}
