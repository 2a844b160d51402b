import { isJsonObject, type Json, type JsonObject } from '../../src/domain/json.ts';
import type { VendorKind } from './worlds.ts';

const DEEP = 5_000;
const DEEP_LIST = '['.repeat(DEEP) + ']'.repeat(DEEP);
const DEEP_OBJECT = `${'{"a":'.repeat(DEEP)}[1e400]${'}'.repeat(DEEP)}`;

/** A member of a record as JSON text, which `JSON.stringify` could not write. */
type Hostile = Readonly<Record<string, string>>;

const ANYWHERE: Hostile = {
  hostile: `{"number":1e400,"id":9007199254740993,"nan":NaN,"list":[0.12345678901234567890,1]}`,
  deep: DEEP_LIST,
};

/** What each vendor's own members are made to hold: what decodes them, and whatever shows them, meets it. */
const OWN: Readonly<Record<VendorKind, Hostile>> = {
  salt: { event_data: `{"note":"kept","headers":${DEEP_OBJECT}}`, end_time: '1e400' },
  riverbed: { details: `[{"field":"f","old":1e400,"new":${DEEP_LIST}}]`, pid: '9007199254740993', uid: '1e999' },
  zstack: {
    requestDump: JSON.stringify('['.repeat(32_767)),
    responseDump: JSON.stringify(DEEP_OBJECT),
    duration: '22.000000000000000000001',
    error: DEEP_OBJECT,
  },
  f5xc: { asn: '9007199254740993', country: DEEP_LIST, result: '1e400' },
  astromkey: { patch: `[{"op":"replace","path":"/a","value":${DEEP_OBJECT},"oldValue":1e400}]`, success: 'NaN' },
};

const LISTS: Readonly<Record<VendorKind, (body: JsonObject) => Json | undefined>> = {
  salt: ({ ret }) => (isJsonObject(ret) ? ret.results : undefined),
  riverbed: ({ items }) => items,
  zstack: ({ audits }) => audits,
  f5xc: ({ logs }) => logs,
  astromkey: ({ auditLogs }) => auditLogs,
};

/** Whether a record is made hostile: about every third one, the same ones whenever they come. */
export function isHostile(record: Json): boolean {
  let sum = 0;
  for (const character of JSON.stringify(record)) sum = (sum * 31 + character.charCodeAt(0)) % 1_000_003;
  return sum % 3 === 0;
}

/** An answer of this vendor in which some records hold what no gateway expects. */
export function withHostileRecords(kind: VendorKind, body: string): string {
  const members = Object.entries({ ...ANYWHERE, ...OWN[kind] });
  return rewritten(kind, body, (record) => (isHostile(record) ? withMembers(record, members) : null));
}

/** An answer of this vendor in which records stand as the texts that they are given; null keeps one as it is. */
export function rewritten(kind: VendorKind, body: string, rewrite: (record: JsonObject) => string | null): string {
  const answer = jsonOrNull(body);
  const list = isJsonObject(answer) ? LISTS[kind](answer) : undefined;
  if (!Array.isArray(list)) return body;
  const records = list as Json[];
  const texts = records.map((record) => asAnswered(record, rewrite));
  for (const index of records.keys()) records[index] = `@${index}@`;
  return JSON.stringify(answer).replaceAll(/"@(\d+)@"/g, (_, index) => texts[Number(index)] ?? 'null');
}

/** A line of F5's is JSON in a text. */
function asAnswered(record: Json, rewrite: (record: JsonObject) => string | null): string {
  const isLine = typeof record === 'string';
  const held = isLine ? jsonOrNull(record) : record;
  const text = isJsonObject(held) ? rewrite(held) : null;
  if (text === null) return JSON.stringify(record);
  return isLine ? JSON.stringify(text) : text;
}

/** A record's text with these members, given as JSON text, in place of its own of the same name. */
export function withMembers(record: JsonObject, given: readonly (readonly [string, string])[]): string {
  const names = new Set(given.map(([name]) => name));
  const kept = Object.entries(record).filter(([name]) => !names.has(name));
  const members = [...kept.map(([name, value]) => [name, JSON.stringify(value)] as const), ...given];
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}

function jsonOrNull(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
