import { closers } from '../closers.ts';
import type { GatewayConfig } from '../config/gateway-config.ts';
import { connect } from '../connect.ts';
import { readExportArguments } from './export-arguments.ts';
import { type ExportCommand, exportCommand, type Terminal } from './export-command.ts';

/** Exports once, over the same store and vendors, without listening. Throws where the export is not whole. */
export async function exportOnce(
  config: GatewayConfig,
  command: ExportCommand,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  await readExportArguments(command);
  const open = closers();
  try {
    const { store, gateway, now } = await connect(config, Date.now, open.add);
    await exportCommand(command, terminal, { gateway, store, now, rules: config.redaction, signal });
  } finally {
    await open.closeAll();
  }
}
