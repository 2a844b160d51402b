import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/store/open-database.ts';
import { servers } from '../store/databases.ts';
import { CREDENTIALS, type VendorKind, type World } from './worlds.ts';

/** A database that several processes open one after the other, or at once where it is a server's, and a folder for files. */
export interface ArchivePlace {
  readonly url: string;
  readonly isServer: boolean;
  /** Leaves a configuration file of this content. */
  file(name: string, config: object): string;
  drop(): Promise<void>;
}

/** On PostgreSQL where it answers, else in a folder. */
export async function archivePlace(): Promise<ArchivePlace> {
  const folder = mkdtempSync(join(tmpdir(), 'audit-gateway-'));
  const server = await servers[0]?.create('empty');
  return {
    url: server?.options.url ?? `file:${join(folder, 'data')}`,
    isServer: server !== undefined,
    file(name, config) {
      const path = join(folder, name);
      writeFileSync(path, JSON.stringify(config));
      return path;
    },
    async drop() {
      await server?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As the configuration file names a vendor that is copied. */
export function archived({ source: { kind, url } }: World, settings: object): object {
  return { id: kind, kind, mode: 'archive', url, ...CREDENTIALS[kind as VendorKind], ...settings };
}

/** What a row of the event table says of itself. */
export interface StoredRow {
  readonly source: string;
  readonly id: string;
  readonly occurredAt: number;
  readonly count: number;
  readonly recordedAt: number;
}

export interface Holding {
  readonly rows: readonly StoredRow[];
  /** How many there are of each source, as whoever stores them counts. */
  readonly counted: Readonly<Record<string, number>>;
}

/** All that the database at this address holds, past the gateway. */
export async function holdingAt(url: string): Promise<Holding> {
  const database = await openDatabase({ url });
  try {
    const rows = await database.prisma.$queryRaw<StoredRow[]>`
      SELECT source, id::text, occurred_at::double precision AS "occurredAt", count,
        recorded_at::double precision AS "recordedAt" FROM audit_event ORDER BY arrival`;
    const counts = await database.prisma.$queryRaw<{ source: string; events: number }[]>`
      SELECT source, events::double precision AS events FROM stored_source`;
    return { rows, counted: Object.fromEntries(counts.map(({ source, events }) => [source, events])) };
  } finally {
    await database.close();
  }
}
