import type { ZstackSwitches } from './switches.ts';

/** One row of the audit table. An absent member is NULL there, and absent in answers. `time` is in milliseconds. */
export interface ZstackRecord {
  readonly id?: number;
  readonly resourceUuid?: string;
  readonly resourceType?: string;
  readonly resourceName?: string;
  readonly clientIp?: string;
  readonly clientBrowser?: string;
  readonly apiName?: string;
  readonly error?: string;
  readonly operatorAccountUuid?: string;
  readonly operator?: string;
  readonly duration?: number;
  readonly requestUuid?: string;
  readonly responseUuid?: string;
  readonly sessionUuid?: string;
  readonly requestDump?: string;
  readonly responseDump?: string;
  readonly success?: string;
  readonly time: number;
}

const SESSION_TYPE = 'SessionVO';
const DUMP_LIMIT = 65_535;

/** Login audits are those of sessions, Resource audits all others. */
export function isLogin(record: ZstackRecord): boolean {
  return record.resourceType === SESSION_TYPE;
}

/** The row as the store keeps it: dumps cut off, and without what the MySQL driver does not write. */
export function asStored(record: ZstackRecord, store: ZstackSwitches['store']): ZstackRecord {
  const whole = (record.responseDump?.length ?? 0) <= DUMP_LIMIT;
  const cut = whole ? record : { ...record, responseDump: record.responseDump?.slice(0, DUMP_LIMIT) ?? '' };
  if (store === 'influx') return cut;
  const { responseUuid: _, sessionUuid: __, ...kept } = cut;
  return kept;
}
