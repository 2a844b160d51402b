import { isJsonObject, type Json } from './json.ts';

/**
 * The value rebuilt from the outside in: `step` gives what takes a value's place, and is then asked about each part of that.
 * Objects and arrays that `step` returns must be its own, for their parts are replaced in place. Depth costs no stack.
 */
export function rewriteJson(value: Json, step: (value: Json) => Json): Json {
  const root: Json[] = [value];
  const open: (Json[] | Record<string, Json>)[] = [root];
  for (let holder = open.pop(); holder !== undefined; holder = open.pop()) {
    const parts = holder as Record<string, Json>;
    for (const part of Object.keys(parts)) {
      const rewritten = step(parts[part] ?? null);
      parts[part] = rewritten;
      if (Array.isArray(rewritten) || isJsonObject(rewritten)) open.push(rewritten as typeof holder);
    }
  }
  return root[0] ?? null;
}
