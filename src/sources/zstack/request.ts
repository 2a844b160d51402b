import { z } from 'zod';
import type { Field } from '../../domain/fields.ts';
import type { Is } from '../../domain/filter.ts';
import type { Json } from '../../domain/json.ts';
import type { VendorRequest, VendorResponse, Words } from '../adapter.ts';
import { soleAddress, soleText } from '../kit/asked.ts';
import { bodyAs, RECORDS } from '../kit/body.ts';
import { asking } from '../kit/walks/ask.ts';
import type { SlicePlace, SliceWalk } from '../kit/walks/slice/ask-slice.ts';
import type { ZstackOptions } from './options.ts';

export type AuditType = 'Login' | 'Resource';

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

export function words(auditType: AuditType, leaf: Is): Words | null {
  const label = LABELS[auditType][leaf.field];
  const value = askedValue(leaf);
  if (label === undefined || value === null || !HARMLESS.test(value)) return null;
  return { [label]: value };
}

function askedValue({ test, negated }: Is): string | null {
  if (negated) return null;
  return test.op === 'eq' ? soleText(test) : soleAddress(test);
}

/** Asks for the newest audits of a slice. */
export function askingFor(auditType: AuditType, said: Words, { contextPath }: ZstackOptions): SliceWalk['ask'] {
  const path = `${contextPath}/v1/zwatch/audits`;
  return asking((place) => auditsRequest(path, auditType, said, place), auditsIn);
}

function auditsRequest(path: string, auditType: AuditType, said: Words, { slice, limit }: SlicePlace): VendorRequest {
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

const BODY = z.object({ audits: RECORDS.nullable() });

function auditsIn(response: VendorResponse): readonly Json[] {
  return bodyAs(BODY, response).audits ?? [];
}
