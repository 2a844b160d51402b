import { beforeEach, describe, expect, test } from 'vitest';
import type { SourceKey, SourceKind } from '../../src/domain/event.ts';
import { DAY, plus } from '../../src/domain/instant.ts';
import type { ArchiveIdentity, Lease } from '../../src/store/port/archive-store.ts';
import { someEvent } from '../fakes/some-event.ts';
import { databases, OPENED, useStore } from './databases.ts';

const KEY = 'salt-prod' as SourceKey;

function source(key: string, more: Partial<ArchiveIdentity> = {}): ArchiveIdentity {
  return { key: key as SourceKey, kind: 'salt', place: 'https://salt.example {}', archived: true, ...more };
}

describe.each(databases)('the sources that the store on $name knows', (kind) => {
  const open = useStore(kind);
  beforeEach(() => open().empty());

  async function fill(): Promise<void> {
    const { store } = open();
    await store.openArchives([source(KEY)]);
    const lease = (await store.leases.acquire(`sync ${KEY}`, 60_000)) as Lease;
    const batch = { source: KEY, lease, events: [someEvent()], covered: [], withheld: [], upToDate: false };
    await store.ingest({ ...batch, now: OPENED });
  }

  test('may be opened again, moved to another address, made live, or left out', async () => {
    const { store } = open();
    await fill();
    for (const sources of [
      [source(KEY)],
      [source(KEY, { place: 'elsewhere' })],
      [source(KEY, { archived: false })],
      [],
    ]) {
      await store.openArchives(sources);
      expect((await store.syncStates()).get(KEY)).toMatchObject({ storedEvents: 1 });
    }
  });

  test.each([true, false])('may not be renamed while their events are stored (archived: %s)', async (archived) => {
    await fill();
    await expect(open().store.openArchives([source('new-name', { archived })])).rejects.toMatchObject({
      ...{ code: 'SOURCE_MOVED', source: 'new-name', member: 'id' },
      message: 'salt-prod, under which the store holds 1 event of this source, but got new-name',
    });
  });

  test('may have a second one at the same address beside them', async () => {
    await fill();
    await open().store.openArchives([source(KEY), source('second')]);
    expect([...(await open().store.syncStates()).keys()].toSorted()).toEqual(['salt-prod', 'second']);
  });

  test('may not become those of another vendor', async () => {
    await fill();
    await expect(open().store.openArchives([source(KEY, { kind: 'f5xc' as SourceKind })])).rejects.toMatchObject({
      ...{ code: 'SOURCE_MOVED', source: KEY, member: 'kind' },
      message: 'salt, as 1 event in the store under the id salt-prod are, but got f5xc',
    });
  });

  test('are free to be anything as long as nothing of them is stored', async () => {
    await open().store.openArchives([source(KEY)]);
    await open().store.openArchives([source('new-name'), source(KEY, { kind: 'f5xc', place: 'elsewhere' })]);
  });

  test('are copied no further back than retention keeps', async () => {
    const { store } = open();
    const change = { patch: { periodDays: 7 }, expectedRevision: null, dryRun: false, now: OPENED, by: null };
    await store.changeConfig(change);
    await store.openArchives([source(KEY)]);
    expect((await store.syncStates()).get(KEY)).toMatchObject({ keptFrom: plus(OPENED, -7 * DAY) });
  });
});
