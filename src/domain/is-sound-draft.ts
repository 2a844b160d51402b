import { CATEGORIES, CHANGE_OPS, type EventDraft, type FieldChange, OPERATIONS, OUTCOMES } from './event.ts';
import { EARLIEST, LATEST } from './instant.ts';
import { isJsonObject } from './json.ts';

/** Whether every member is what an event may hold, so that whatever is done with it later can be done. */
export function isSoundDraft(draft: EventDraft): boolean {
  return (
    [draft.nativeKey, draft.action, draft.recordType].every(isText) &&
    [draft.message, draft.sessionId, draft.requestId].every(isTextOrNull) &&
    isInstant(draft.occurredAt) &&
    (draft.endedAt === null || isInstant(draft.endedAt)) &&
    (draft.durationMs === null || Number.isFinite(draft.durationMs)) &&
    Number.isSafeInteger(draft.count) &&
    draft.count >= 1 &&
    OPERATIONS.includes(draft.operation) &&
    CATEGORIES.includes(draft.category) &&
    OUTCOMES.includes(draft.outcome) &&
    [draft.actor, draft.target, draft.client].every(isPart) &&
    Array.isArray(draft.changes) &&
    draft.changes.every(isChange)
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): boolean {
  return value === null || isText(value);
}

function isInstant(value: number): boolean {
  return Number.isInteger(value) && value >= EARLIEST && value <= LATEST;
}

function isPart(part: unknown): boolean {
  return part === null || (isJsonObject(part) && Object.values(part).every(isTextOrNull));
}

function isChange({ path, op, before, after }: FieldChange): boolean {
  return isText(path) && CHANGE_OPS.includes(op) && before !== undefined && after !== undefined;
}
