import type { AuditEvent } from '../domain/event.ts';
import type { Instant } from '../domain/instant.ts';
import type { JsonObject } from '../domain/json.ts';
import { ownEvent } from '../domain/recorded-event.ts';
import type { RedactionRules } from '../domain/redact.ts';
import type { Problem } from '../lanes/source-error.ts';
import type { ArchiveSource } from './archive-source.ts';

export interface SyncTrouble {
  readonly action: 'sync' | 'cut back';
  readonly problem: Problem;
  readonly details: JsonObject;
}

/** What went wrong with a sync, as an event of the gateway. */
export function syncEvent(
  { key, name, kind }: ArchiveSource,
  { action, problem, details }: SyncTrouble,
  at: Instant,
  rules: RedactionRules,
): AuditEvent {
  const { code, message, httpStatus, retryable } = problem;
  const target = { type: 'source', uid: key, name };
  const about = { source: key, kind, code, httpStatus, retryable, ...details };
  return ownEvent(
    { recordType: 'gateway.sync', action, outcome: 'FAILURE', message, target, details: about },
    at,
    rules,
  );
}
