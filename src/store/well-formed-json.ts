import { isJsonObject, type Json } from '../domain/json.ts';
import { isWellFormed } from '../domain/text.ts';

/** Whether PostgreSQL can hold every text in a JSON value as it is, member names included. */
export function isWellFormedJson(value: Json): boolean {
  if (typeof value === 'string') return isWellFormed(value);
  if (Array.isArray(value)) return value.every(isWellFormedJson);
  if (!isJsonObject(value)) return true;
  return Object.entries(value).every(([name, item]) => isWellFormed(name) && isWellFormedJson(item));
}
