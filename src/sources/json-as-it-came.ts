import { isKeptIn } from '../domain/foreign-json.ts';
import { isJsonObject, type Json } from '../domain/json.ts';

/** A value as JSON, in which what is kept as text is written as it came: so a number goes back to whom it came from. */
export function jsonAsItCame(value: Json): string {
  if (Array.isArray(value)) {
    return `[${value.map((item: Json, index) => member(value, String(index), item)).join(',')}]`;
  }
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}:${member(value, name, item)}`);
  return `{${members.join(',')}}`;
}

function member(holder: Json, name: string, value: Json): string {
  return typeof value === 'string' && isKeptIn(holder, name) ? value : jsonAsItCame(value);
}
