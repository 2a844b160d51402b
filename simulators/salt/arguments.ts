import { z } from 'zod';
import { microsOf } from '../kit/micros.ts';
import { checked, RPC_ERRORS, type RpcCall, RpcError } from './rpc.ts';

const uuid = z.guid();
const dateTime = z.string().refine((text) => microsOf(text) !== null, 'expected an ISO 8601 date-time');

/** What `audit.get_audit` takes, nothing else; which of them may be null is the vendor's schema's word. */
const GET_AUDIT = z
  .strictObject({
    account_uuid: uuid.nullish(),
    username: z.string().nullish(),
    session_uuid: uuid.nullish(),
    event_type: z.enum(['system', 'auth', 'rpc', 'task']).nullish(),
    event_name: z.string().nullish(),
    failed: z.boolean().nullish(),
    daterange: z.array(dateTime).length(2).nullish(),
    elapsed_msec_min: z.int().nullish(),
    elapsed_msec_max: z.int().nullish(),
    page: z.int().min(0).nullish(),
    limit: z.int().min(-1).default(50),
    sort_by: z
      .enum(['username', 'event_type', 'event_name', 'failed', 'start_time', 'end_time', 'elapsed_msec'])
      .nullish(),
    reverse: z.boolean().default(false),
    daterange_fmt: z.string().nullish(),
  })
  .refine((wanted) => wanted.account_uuid == null || wanted.username == null, {
    path: ['account_uuid'],
    message: 'cannot be combined with username',
  });

export type GetAudit = z.infer<typeof GET_AUDIT>;

/** The order in which unnamed arguments are taken; `daterange_fmt` can only be named. */
const POSITIONS: readonly string[] = [
  'account_uuid',
  'username',
  'session_uuid',
  'event_type',
  'event_name',
  'failed',
  'daterange',
  'elapsed_msec_min',
  'elapsed_msec_max',
  'page',
  'limit',
  'sort_by',
  'reverse',
];

/** The arguments of a call, named ones and unnamed ones, checked and completed. Throws RpcError. */
export function getAuditArguments(call: RpcCall): GetAudit {
  if (call.resource !== 'audit' || call.method !== 'get_audit') {
    throw new RpcError(RPC_ERRORS.unknownMethod, `Unknown method ${call.resource}.${call.method}`, null);
  }
  const unnamed = call.args.map((value, index) => [POSITIONS[index] ?? `argument ${index + 1}`, value] as const);
  const twice = unnamed.find(([name]) => name in call.kwargs);
  if (twice !== undefined) {
    throw new RpcError(RPC_ERRORS.validation, 'Validation failed', [{ argument: twice[0], message: 'given twice' }]);
  }
  return checked(GET_AUDIT, { ...Object.fromEntries(unnamed), ...call.kwargs });
}
