import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import type { SourceKey } from '../../src/domain/event.ts';
import { EARLIEST } from '../../src/domain/instant.ts';
import type { IngestBatch, Lease } from '../../src/store/port/archive-store.ts';
import { someEvent } from '../fakes/some-event.ts';
import { databases, OPENED, useStore } from './databases.ts';

const KEY = 'salt-prod' as SourceKey;
/** For a batch that waits for nothing to be written. */
const LONG_ENOUGH_MS = 1_000;

describe.each(databases)('a batch that is made ready while another is written, on $name', (kind) => {
  const open = useStore(kind);
  let batch: IngestBatch;

  beforeEach(async () => {
    const { store, empty } = open();
    await empty();
    await store.openArchives([{ key: KEY, kind: 'salt', place: 'here', archived: true }]);
    const lease = (await store.leases.acquire(`sync ${KEY}`, 60_000)) as Lease;
    const covered = [{ from: EARLIEST, until: OPENED }];
    batch = { source: KEY, lease, events: [someEvent()], covered, withheld: [], upToDate: true, now: OPENED };
  });
  const state = async () => (await open().store.syncStates()).get(KEY);

  test('is written after it', async () => {
    let written = () => {};
    const before = new Promise<void>((resolve) => {
      written = resolve;
    });
    const ingesting = open().store.ingest({ ...batch, after: before });
    await Promise.race([ingesting, sleep(LONG_ENOUGH_MS)]);
    expect(await state()).toMatchObject({ storedEvents: 0, covered: [] });
    written();
    expect(await ingesting).toEqual({ added: 1, refused: [] });
    expect(await state()).toMatchObject({ storedEvents: 1, covered: batch.covered });
  });

  test('fails with it, and claims nothing', async () => {
    const failure = new Error('the one before was not written');
    await expect(open().store.ingest({ ...batch, after: Promise.reject(failure) })).rejects.toBe(failure);
    expect(await state()).toMatchObject({ storedEvents: 0, covered: [] });
  });
});
