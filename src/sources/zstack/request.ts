import type { Field } from '../../domain/fields.ts';
import type { Is } from '../../domain/filter.ts';
import type { Json } from '../../domain/json.ts';
import type { Exchange, RecordPage, Step, VendorRequest, Words } from '../adapter.ts';
import { soleAddress, soleText } from '../kit/asked.ts';
import { type Answer, answerOf } from './answer.ts';
import type { ZstackOptions } from './options.ts';
import type { Slice } from './slice.ts';

export type AuditType = 'Login' | 'Resource';

/** Asks for the newest `limit` audits of a slice; `read` is told what came. */
export type Ask = (slice: Slice, limit: number, read: (answer: Answer) => Step<RecordPage>) => Exchange<RecordPage>;

/** The labels that each type of audit may be asked by. Any other is refused, or does nothing at all. */
export const LABELS: Readonly<Record<AuditType, { readonly [F in Field]?: string }>> = {
  Resource: {
    'target.uid': 'resourceUuid',
    'target.type': 'resourceType',
    'actor.uid': 'operatorAccountUuid',
    action: 'apiName',
    requestId: 'requestUuid',
  },
  Login: { 'actor.uid': 'operatorAccountUuid', action: 'apiName', 'client.ip': 'clientIp' },
};

/** The server puts values into its query as they are: only what can mean nothing there is sent. */
const HARMLESS = /^[A-Za-z0-9][\w.-]{0,254}$/;

export function words(auditType: AuditType, leaf: Is, { admin }: ZstackOptions): Words | null {
  const label = LABELS[auditType][leaf.field];
  const value = askedValue(leaf);
  if (label === undefined || value === null || !HARMLESS.test(value)) return null;
  if (label === 'resourceUuid' && !admin) return null;
  return { [label]: value };
}

function askedValue({ test, negated }: Is): string | null {
  if (negated) return null;
  return test.op === 'eq' ? soleText(test) : soleAddress(test);
}

export function asking(auditType: AuditType, said: Words, { contextPath }: ZstackOptions): Ask {
  return (slice, limit, read) => ({
    request: auditsRequest(`${contextPath}/v1/zwatch/audits`, auditType, said, slice, limit),
    read: (response) => read(answerOf(response, slice, limit)),
  });
}

function auditsRequest(path: string, auditType: AuditType, said: Words, slice: Slice, limit: number): VendorRequest {
  const conditions = Object.entries(said).map(([label, value]: readonly [string, Json]) => `${label}=${String(value)}`);
  return {
    method: 'GET',
    path,
    query: [
      ['startTime', String(slice.from)],
      ['endTime', String(slice.to)],
      ['limit', String(limit)],
      ['auditType', auditType],
      ...conditions.map((condition) => ['conditions', condition] as const),
    ],
  };
}
