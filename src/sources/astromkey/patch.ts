import type { ChangeOp, FieldChange } from '../../domain/event.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { textOrNull } from '../kit/values.ts';

/** RFC 6902 with the former value beside each operation: a list of operations, or a single one. */
export function changesOf(patch: Json | undefined): readonly FieldChange[] {
  const operations = Array.isArray(patch) ? patch : [patch];
  return operations.filter(isJsonObject).flatMap(changes);
}

const OP_OF: Readonly<Record<string, ChangeOp>> = { add: 'ADD', remove: 'REMOVE', replace: 'REPLACE', copy: 'ADD' };

function changes(operation: JsonObject): readonly FieldChange[] {
  const { path, from, value: after = null, oldValue: before = null } = operation;
  const name = (textOrNull(operation.op) ?? '').toLowerCase();
  if (name === 'test') return [];
  if (name === 'move') {
    return [
      { path: textOrNull(from) ?? '', op: 'REMOVE', before, after: null },
      { path: textOrNull(path) ?? '', op: 'ADD', before: null, after },
    ];
  }
  const op = (Object.hasOwn(OP_OF, name) ? OP_OF[name] : undefined) ?? 'SET';
  return [{ path: textOrNull(path) ?? '', op, before, after }];
}
