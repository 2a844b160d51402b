import { ANYONE } from '../../domain/viewer.ts';
import { closers } from '../closers.ts';
import type { GatewayConfig } from '../config/gateway-config.ts';
import { connect } from '../connect.ts';
import { createLog } from '../log.ts';
import { type Connected, syncArchives } from '../sync-archives.ts';
import { archivedKeys, syncProblems } from '../sync-command.ts';
import { readExportArguments } from './export-arguments.ts';
import { type ExportCommand, exportCommand, type Terminal } from './export-command.ts';

/** Exports once, over the same store and vendors, without listening; with `sync`, what is archived is brought up to date first. Throws where the export is not whole. */
export async function exportOnce(
  config: GatewayConfig,
  { sync, ...command }: ExportCommand & { readonly sync?: boolean },
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  await readExportArguments(command);
  if (sync) archivedKeys(config, undefined);
  const open = closers();
  try {
    const connected = await connect(config, Date.now, open.add);
    if (sync) await syncFirst(config, connected, terminal, signal);
    const { store, gateway, now } = connected;
    await exportCommand(command, terminal, {
      gateway: gateway.as(ANYONE),
      store,
      now,
      rules: config.redaction,
      signal,
    });
  } finally {
    await open.closeAll();
  }
}

/** An archive that cannot be brought up to date is told of; that something is missing the export itself finds. */
async function syncFirst(config: GatewayConfig, connected: Connected, { stderr }: Terminal, signal: AbortSignal) {
  const synced = await syncArchives(archivedKeys(config, undefined), connected, config, createLog('warn'), signal);
  for (const line of syncProblems(synced)) stderr.write(`audit-gateway: ${line}\n`);
}
