import { writeSync } from 'node:fs';
import { BUILT_IN } from '../../src/domain/redact.ts';
import { openStore } from '../../src/store/open-store.ts';
import { type Lease, syncLease } from '../../src/store/port/archive-store.ts';
import { batchOf, COPIED, copiedBatch, NOW } from './power-cut-batches.ts';

/** Stores batch after batch in a folder, and prints the number of each when it is told that it is stored, until it is killed. */
const [url = ''] = process.argv.slice(2);
const first = await new Promise<number>((resolve) => {
  process.once('message', resolve);
  process.send?.('loaded');
});
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));

const store = await openStore({ url, rules: BUILT_IN, archived: [COPIED], now: () => NOW });
await store.openArchives([{ key: COPIED, kind: 'salt', place: 'here', archived: true }]);
let lease = await store.leases.acquire(syncLease(COPIED), 1);
while (!('token' in lease)) lease = await store.leases.acquire(syncLease(COPIED), 1);
for (let number = first; ; number += 1) {
  if (number % 2 === 0) await store.record({ events: batchOf(number), idempotencyKey: null, now: NOW });
  else await store.ingest(copiedBatch(number, lease as Lease));
  writeSync(1, `${number}\n`);
}
