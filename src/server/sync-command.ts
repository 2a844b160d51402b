import type { SourceKey } from '../domain/event.ts';
import { InputError, shown } from '../domain/input-error.ts';
import { closers } from './closers.ts';
import { didYouMean } from './config/did-you-mean.ts';
import type { GatewayConfig } from './config/gateway-config.ts';
import { connect } from './connect.ts';
import { createLog } from './log.ts';
import { type SyncedArchive, syncArchives } from './sync-archives.ts';

export interface SyncCommand {
  /** Left out: every archived source. */
  readonly source?: readonly string[];
}

/** Syncs archived sources once, tells of each what was added, and returns what kept any of them from being whole. */
export async function syncCommand(
  config: GatewayConfig,
  { source }: SyncCommand,
  stdout: { write(text: string): unknown },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const keys = archivedKeys(config, source);
  const open = closers();
  try {
    const connected = await connect(config, Date.now, open.add);
    const synced = await syncArchives(keys, connected, config, createLog('warn'), signal);
    for (const { key, added } of synced) stdout.write(`${key}: ${added} ${added === 1 ? 'event' : 'events'} added\n`);
    return syncProblems(synced);
  } finally {
    await open.closeAll();
  }
}

export function syncProblems(synced: readonly SyncedArchive[]): readonly string[] {
  return synced.flatMap(({ key, problem }) => {
    if (problem === null) return [];
    const words = problem.message.startsWith(`${key}: `) ? problem.message : `${key}: ${problem.message}`;
    return [`sync: ${problem.code}: ${words}`];
  });
}

/** Throws `InputError` for a key that is none, or that of a source which is not copied. */
export function archivedKeys({ sources }: GatewayConfig, wanted: readonly string[] | undefined): readonly SourceKey[] {
  const archived = sources.filter(({ mode }) => mode === 'archive').map(({ key }) => key);
  if (archived.length === 0) throw new InputError('sync', 'a source with mode: archive', 'none in the configuration');
  if (wanted === undefined) return archived;
  return wanted.map((written) => {
    const key = archived.find((each) => each === written);
    if (key !== undefined) return key;
    const meant = didYouMean(written, archived);
    const hint = meant === null ? '' : `; did you mean ${meant}?`;
    throw new InputError('--source', `an archived source among ${archived.join(', ')}`, `${shown(written)}${hint}`);
  });
}
