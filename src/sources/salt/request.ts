import type { Field } from '../../domain/fields.ts';
import type { Is, Test } from '../../domain/filter.ts';
import { formatRfc3339, type Instant } from '../../domain/instant.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { Direction } from '../../domain/order.ts';
import type { TimeWindow } from '../../domain/position.ts';
import type { VendorRequest, Words } from '../adapter.ts';
import { soleText } from '../kit/asked.ts';

/** What one call of `audit.get_audit` asks: always a closed range of time, always in the order of time. */
export interface AuditQuestion {
  readonly words: Words;
  readonly window: TimeWindow;
  readonly direction: Direction;
  readonly limit: number;
}

/** Nothing that is not asked is sent: the schema refuses some nulls, and the defaults are the server's business. */
export function getAudit({ words, window, direction, limit }: AuditQuestion): VendorRequest {
  const named: JsonObject = Object.assign({}, ...Object.values(words));
  const kwarg: JsonObject = {
    ...named,
    daterange: [isoMicros(window.from), isoMicros(window.until)],
    page: 0,
    limit,
    sort_by: 'start_time',
    reverse: direction === 'DESC',
  };
  return { method: 'POST', path: '/rpc', json: { resource: 'audit', method: 'get_audit', kwarg } };
}

/** `2019-06-05T21:12:53.190506+00:00`, as the server itself writes it. */
function isoMicros(at: Instant): string {
  return formatRfc3339(at).replace(/\.(\d+)Z$/, (_, fraction: string) => `.${fraction.padEnd(6, '0')}+00:00`);
}

/**
 * The arguments that say a leaf, by slot. `username` and `account_uuid` share one: the server takes only one of them,
 * and so do `event_name` as an action and as the end of a record type.
 */
export function words({ field, test, negated }: Is): Words | null {
  return negated ? null : (WORDS[field]?.(test) ?? null);
}

const WORDS: { readonly [F in Field]?: (test: Test) => Words | null } = {
  'actor.name': (test) => slot('account', 'username', soleText(test)),
  'actor.uid': (test) => slot('account', 'account_uuid', uuid(soleText(test))),
  sessionId: (test) => slot('session', 'session_uuid', uuid(soleText(test))),
  action: (test) => slot('name', 'event_name', soleText(test)),
  recordType: typeWords,
  outcome: (test) => slot('failed', 'failed', failed(soleText(test))),
  durationMs: (test) => (test.op === 'range' ? elapsed(test.min, test.max) : null),
};

function slot(name: string, argument: string, value: Json): Words | null {
  return value === null ? null : { [name]: { [argument]: value } };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function uuid(text: string | null): string | null {
  return text !== null && UUID.test(text) ? text : null;
}

function failed(outcome: string | null): boolean | null {
  return outcome === 'SUCCESS' ? false : outcome === 'FAILURE' ? true : null;
}

const EVENT_TYPES: ReadonlySet<string> = new Set(['system', 'auth', 'rpc', 'task']);
const UNDOTTED_NAMES: ReadonlySet<string> = new Set(['system', 'auth']);

/** The type; the name too where names have no dots, so that no subtype is lost. */
function typeWords(test: Test): Words | null {
  const one = soleText(test);
  const types = one !== null ? [one] : test.op === 'under' ? test.values : [];
  const [eventType = '', ...others] = new Set(types.map((type) => type.split('.', 1)[0] ?? ''));
  if (others.length > 0 || !EVENT_TYPES.has(eventType)) return null;
  const name = types.length === 1 ? types[0]?.slice(eventType.length + 1) : undefined;
  const named = name && !name.includes('.') && UNDOTTED_NAMES.has(eventType);
  return { type: { event_type: eventType }, ...(named ? { name: { event_name: name } } : {}) };
}

const INT_MAX = 2 ** 31 - 1;

/** Whole milliseconds, rounded outwards; a bound that no integer of the server's holds is left to the gateway. */
function elapsed(min: number | null, max: number | null): Words | null {
  const low = integer(min === null ? null : Math.floor(min));
  const high = integer(max === null ? null : Math.ceil(max));
  if (low === null && high === null) return null;
  return {
    elapsed: {
      ...(low === null ? {} : { elapsed_msec_min: low }),
      ...(high === null ? {} : { elapsed_msec_max: high }),
    },
  };
}

function integer(value: number | null): number | null {
  return value !== null && Math.abs(value) <= INT_MAX ? value + 0 : null;
}
