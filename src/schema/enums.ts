import type * as domain from '../domain/event.ts';
import type { ProblemCode } from '../lanes/source-error.ts';
import { builder } from './builder.ts';
import { KINDS } from './kinds.ts';

/** An enum's values, each with what it means. */
function meaning<Value extends string>(values: Readonly<Record<Value, string>>) {
  const entries = Object.entries<string>(values).map(([value, description]) => [value, { value, description }]);
  return Object.fromEntries(entries) as { [V in Value]: { value: V; description: string } };
}

const OPERATIONS: Readonly<Record<domain.Operation, string>> = {
  CREATE: 'Something was made: create, add, insert, upload, clone.',
  READ: 'Something was looked at: get, list, query, download, check.',
  UPDATE: 'Something was changed: set, edit, attach, enable, move, rename.',
  DELETE: 'Something was taken away: remove, destroy, purge, trim.',
  LOGIN: 'Somebody logged in, or tried to.',
  LOGOUT: 'Somebody logged out.',
  EXECUTE: 'Something was run: a task, a migration, a cryptographic operation.',
  GRANT: 'A right was given: grant, assign, share.',
  REVOKE: 'A right was taken: revoke, unassign, unshare.',
  START: 'Something was started: boot, resume.',
  STOP: 'Something was stopped: shutdown, pause.',
  OTHER: 'None of these, or the vendor does not say.',
};

const CATEGORIES: Readonly<Record<domain.EventCategory, string>> = {
  AUTHENTICATION: 'Who somebody is: logins and logouts.',
  AUTHORIZATION: 'What somebody may do: rights, tokens.',
  CONFIGURATION: 'How a system is set up.',
  RESOURCE: 'Things that a system manages: machines, volumes.',
  API_CALL: 'A call of an API that is none of these.',
  TASK: 'Work that runs in the background.',
  SYSTEM: 'The audited system itself: starts and stops.',
  OTHER: 'None of these, or the vendor does not say.',
};

const OUTCOMES: Readonly<Record<domain.Outcome, string>> = {
  SUCCESS: 'It was done.',
  FAILURE: 'It was refused, or went wrong.',
  UNKNOWN: 'The vendor does not say.',
};

const CHANGE_OPS: Readonly<Record<domain.ChangeOp, string>> = {
  ADD: 'There was nothing before.',
  REMOVE: 'There is nothing after.',
  REPLACE: 'One value for another.',
  SET: 'The value that was given, whatever was there before.',
};

export const Operation = builder.enumType('Operation', {
  description:
    "What was done, in one word for all vendors: from the vendor's own word for it, or the verb its action begins with. OTHER where neither says.",
  values: meaning(OPERATIONS),
});

export const EventCategory = builder.enumType('EventCategory', {
  description: "What kind of thing happened, by the vendor's record type. OTHER where that does not say.",
  values: meaning(CATEGORIES),
});

export const Outcome = builder.enumType('Outcome', {
  description: 'How it ended. UNKNOWN where the vendor does not say.',
  values: meaning(OUTCOMES),
});

export const ChangeOp = builder.enumType('ChangeOp', {
  description: 'How something was changed.',
  values: meaning(CHANGE_OPS),
});

export const SourceKind = builder.enumType('SourceKind', {
  description:
    "What a source is. GATEWAY is the gateway's own store of its own and recorded events: source key `gateway`, mode ARCHIVE, always there.",
  values: Object.fromEntries(
    Object.entries(KINDS).map(([kind, { description }]) => [kind.toUpperCase(), { value: kind, description }]),
  ),
});

export const SourceMode = builder.enumType('SourceMode', {
  description: "How a source's events are reached.",
  values: {
    LIVE: { value: 'live', description: 'Asked at query time, nothing stored.' },
    ARCHIVE: { value: 'archive', description: 'Copied into the store in the background, answered from there.' },
  } as const,
});

export const SortDirection = builder.enumType('SortDirection', {
  description: 'Which end comes first.',
  values: { ASC: { description: 'Oldest, smallest first.' }, DESC: { description: 'Newest, largest first.' } } as const,
});

export const AuditEventSortField = builder.enumType('AuditEventSortField', {
  description:
    'What events can be sorted by; ties are broken by id, everywhere the same way. Only OCCURRED_AT can be asked for yet.',
  values: {
    OCCURRED_AT: { description: 'When it happened.' },
    ENDED_AT: { description: 'When it ended.' },
    DURATION: { description: 'How long it took.' },
    ACTOR_NAME: { description: 'Who did it, by name.' },
    RECORD_TYPE: { description: 'The record type, as a text.' },
    ACTION: { description: "The vendor's own name of what was done." },
    OUTCOME: { description: 'How it ended.' },
  } as const,
});

export const OnSourceFailure = builder.enumType('OnSourceFailure', {
  description: 'What becomes of the answer when a source fails.',
  values: {
    PARTIAL: { description: 'Answer with what there is, and say what is missing.' },
    FAIL: { description: 'Fail, wherever coverage would not be complete.' },
  } as const,
});

export const CountRelation = builder.enumType('CountRelation', {
  description: 'What a count says about how many there are.',
  values: {
    EXACT: { description: 'Just so many.' },
    AT_LEAST: { description: 'So many, and there may be more.' },
    UNKNOWN: { description: 'It cannot be told without reading everything; the count is null.' },
  } as const,
});

export const SourceReportStatus = builder.enumType('SourceReportStatus', {
  description: 'How a source took part in an answer.',
  values: {
    OK: { description: 'It answered in full for this page.' },
    PARTIAL: { description: 'It answered, but something is missing: see `missing` and `problem`.' },
    FAILED: { description: 'It gave nothing: see `problem`.' },
    SKIPPED: { description: 'It was not asked, because nothing in it can match; nothing is missing.' },
  } as const,
});

const PROBLEMS: Readonly<Record<ProblemCode, string>> = {
  TIMEOUT:
    'It did not answer within its `timeoutMs`. Of an ARCHIVE source: its sync has not got there in time, or not yet.',
  UNREACHABLE: 'No connection could be made, or it broke.',
  UNAUTHENTICATED: 'It does not accept the credentials.',
  FORBIDDEN: 'The credentials are good, but may not read this.',
  NOT_FOUND: 'There is no such API at this address.',
  CONFLICT: 'It says that the request conflicts with its state.',
  RATE_LIMITED: 'It asks for fewer requests; see `retryAfterMs`.',
  BAD_REQUEST: 'It refuses the request as wrong.',
  UPSTREAM_ERROR: 'It failed by its own account.',
  INVALID_RESPONSE: 'Its answer, or a record in it, is not what its document promises.',
  RESPONSE_TOO_LARGE: 'Its answer is larger than the gateway reads.',
  CIRCUIT_OPEN: 'It failed so often that it is not asked for a while; `message` names the last cause.',
  SCAN_LIMIT: 'More records would have to be read than `maxScan` allows.',
  OVERFLOW: 'More records share one moment than it can give at once.',
  OUT_OF_ORDER: 'It does not keep the order it was asked for.',
};

export const UpstreamProblemCode = builder.enumType('UpstreamProblemCode', {
  description:
    'What went wrong with a source. Of one that was tried several times: its last real cause. CIRCUIT_OPEN names that cause in `message`.',
  values: meaning(PROBLEMS),
});

export const ZStackAuditType = builder.enumType('ZStackAuditType', {
  description: "Which of ZStack's two audit streams an event comes from.",
  values: {
    LOGIN: { description: 'Logins and logouts.' },
    RESOURCE: { description: 'Calls that touch resources.' },
  } as const,
});
