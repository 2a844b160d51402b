import { type Sorted, sorted } from '../kit/sorted.ts';
import type { AuditType } from './conditions.ts';
import { asStored, isLogin, type ZstackRecord } from './record.ts';
import type { ZstackSwitches } from './switches.ts';

/** The audit table, oldest row first: as a whole, and as the two streams that a call can ask for. */
export interface Store {
  readonly all: readonly ZstackRecord[];
  rowsOf(type: AuditType): readonly ZstackRecord[];
  /** Whose the resource is: the account of its oldest row. */
  ownerOf(resourceUuid: string): string | undefined;
  add(record: ZstackRecord): void;
}

export function storeOf(records: readonly ZstackRecord[], driver: ZstackSwitches['store']): Store {
  const stored = records.map((record) => asStored(record, driver));
  const all = sorted(stored, byTime);
  const streams: Readonly<Record<AuditType, Sorted<ZstackRecord>>> = {
    Login: sorted(stored.filter(isLogin), byTime),
    Resource: sorted(
      stored.filter((record) => !isLogin(record)),
      byTime,
    ),
  };
  const owners = new Map(all.rows.toReversed().map((row) => [row.resourceUuid, row.operatorAccountUuid]));
  return {
    all: all.rows,
    rowsOf: (type) => streams[type].rows,
    ownerOf: (resourceUuid) => owners.get(resourceUuid),
    add: (record) => {
      const row = asStored(record, driver);
      all.add(row);
      streams[isLogin(row) ? 'Login' : 'Resource'].add(row);
      if (!owners.has(row.resourceUuid)) owners.set(row.resourceUuid, row.operatorAccountUuid);
    },
  };
}

function byTime(one: ZstackRecord, other: ZstackRecord): number {
  return one.time - other.time;
}
