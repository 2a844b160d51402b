import { afterEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { asSource } from '../../simulators/as-source.ts';
import { startAstromkey } from '../../simulators/astromkey/index.ts';
import type { SourceKey } from '../../src/domain/event.ts';
import { closers } from '../../src/server/closers.ts';
import { parseConfig } from '../../src/server/config/load-config.ts';
import { connect } from '../../src/server/connect.ts';
import { createLog } from '../../src/server/log.ts';
import { syncArchives } from '../../src/server/sync-archives.ts';
import { syncProblems } from '../../src/server/sync-command.ts';
import { ADAPTERS } from '../../src/sources/registry.ts';
import { type EventStore, StoreFailed } from '../../src/store/port/event-store.ts';

const open = closers();
afterEach(open.closeAll);

const ASTROM = 'astrom' as SourceKey;
const REFUSED = new StoreFailed('UPSTREAM_ERROR', 'refused: permission denied for table archive', null);

/** Syncs one archived source once, with a store that does this otherwise. */
async function synced(otherwise: (store: EventStore) => Partial<EventStore>) {
  const vendor = await startAstromkey({ events: 30, seed: 7 });
  open.add(vendor.close);
  const source = { id: ASTROM, mode: 'archive', ...asSource('astromkey', vendor.url, {}) };
  const config = parseConfig(stringify({ sources: [source] }), 'audit-gateway.yaml', {
    environment: {},
    adapters: ADAPTERS,
  });
  const connected = await connect(config, Date.now, open.add);
  const store = { ...connected.store, ...otherwise(connected.store) };
  return syncArchives([ASTROM], { ...connected, store }, config, createLog('silent'), new AbortController().signal);
}

describe('syncing archives once', () => {
  it.each(['endSync', 'beginSync'] as const)('ends with the reason where the store refuses %s', async (refused) => {
    const archives = await synced(() => ({ [refused]: () => Promise.reject(REFUSED) }));
    expect(archives).toMatchObject([{ key: ASTROM, problem: REFUSED.problem }]);
    expect(syncProblems(archives).join()).toMatch(
      /^sync: UPSTREAM_ERROR: astrom: .*permission denied for table archive/,
    );
  });

  it('ends with the reason where the store refuses the lease', async () => {
    const archives = await synced(({ leases }) => ({ leases: { ...leases, acquire: () => Promise.reject(REFUSED) } }));
    expect(archives).toMatchObject([{ added: 0, problem: REFUSED.problem }]);
  });

  it('waits where the database is away for a moment, and where another process takes over', async () => {
    let times = 0;
    const away = new StoreFailed('UNREACHABLE', 'cannot be reached', null);
    const archives = await synced((store) => ({
      beginSync: (...given) => (times++ === 0 ? Promise.reject(away) : store.beginSync(...given)),
    }));
    expect(archives).toMatchObject([{ problem: null }]);
    expect(times).toBeGreaterThan(1);
  });
});
