import { readAuditQuery } from './audit-query.ts';
import { testOf } from './conditions.ts';
import type { Account } from './credentials.ts';
import { apiError } from './fault.ts';
import { pageOf, shuffled } from './page.ts';
import type { ZstackRecord } from './record.ts';
import type { Store } from './store.ts';
import type { ZstackSwitches } from './switches.ts';

/** GetAuditData for one account. Who is no admin gets what is left of the page when other accounts' rows are taken out. */
export function auditsFor(
  account: Account,
  parameters: URLSearchParams,
  store: Store,
  switches: ZstackSwitches,
  turn: number,
): readonly ZstackRecord[] {
  const query = readAuditQuery(parameters);
  for (const { label, value } of query.conditions) {
    if (label === 'resourceUuid' && !account.admin && store.ownerOf(value) !== account.uuid) {
      throw apiError('ID.1002', `the account[${account.uuid}] does not own the resource[${value}]`);
    }
  }
  const tests = query.conditions.map((condition) => testOf(condition, switches.store));
  const page = pageOf(store.rowsOf(query.auditType), query, (row) => tests.every((test) => test(row)), turn);
  const seen = account.admin ? page : page.filter((row) => row.operatorAccountUuid === account.uuid);
  return switches.shuffledPages ? shuffled(seen, turn) : seen;
}
