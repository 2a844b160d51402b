#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { Command } from 'commander';
import { fromMillis } from './domain/instant.ts';
import type { GatewayConfig } from './server/config/gateway-config.ts';
import { loadConfig } from './server/config/load-config.ts';
import type { ExportCommand } from './server/export/export-command.ts';
import { portNumber } from './server/port-number.ts';
import { type PrintedTo, printFile } from './server/printed-file.ts';
import type { SyncCommand } from './server/sync-command.ts';
import { VERSION } from './server/version.ts';
import { ADAPTERS } from './sources/registry.ts';

// Each command loads what it needs, and no more: loading all takes longer than some of them run.

/** An export needs the same memory all along: V8 is not to wait until its garbage is a multiple of that. */
const TIDY_HEAP = '--heap-growing-percent=50';

const DEFAULT_CONFIG = 'audit-gateway.yaml';

interface ConfigOptions {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
}

function configOf({ config, host, port }: ConfigOptions): GatewayConfig {
  const path = config ?? (existsSync(DEFAULT_CONFIG) ? DEFAULT_CONFIG : null);
  return loadConfig(path, { environment: process.env, adapters: ADAPTERS, host, port });
}

interface ExportSwitches {
  readonly bom?: true;
  readonly sync?: true;
}

/** Aborts when the command is told to stop. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  const stop = (signal: NodeJS.Signals) => stopping.abort(new Error(`stopped by ${signal}`));
  process.once('SIGTERM', stop).once('SIGINT', stop);
  return stopping.signal;
}

const program = new Command('audit-gateway')
  .description('One GraphQL connection over every audit log.')
  .version(VERSION, '--version', 'print the version')
  .showHelpAfterError();

program
  .command('serve')
  .description('answer until told to stop; prints one line of JSON with its url when ready')
  .option('--config <file>', `configuration file (default: ${DEFAULT_CONFIG}, where there is one)`)
  .option('--host <address>', 'address to listen on, instead of that of the file')
  .option('--port <number>', 'port to listen on, instead of that of the file; 0 is any free one', portNumber)
  .action(async (options: ConfigOptions) => {
    const [{ createLog }, { startGateway }] = await Promise.all([
      import('./server/log.ts'),
      import('./server/compose.ts'),
    ]);
    const log = createLog();
    const gateway = await startGateway(configOf(options), log);
    const stop = (signal: NodeJS.Signals) => {
      log.info({ signal }, 'stopping');
      gateway.stop().catch(fail);
    };
    process.once('SIGTERM', stop).once('SIGINT', stop);
    process.stdout.write(`${JSON.stringify({ url: gateway.url })}\n`);
  });

program
  .command('migrate')
  .description("bring the database's schema up to date")
  .option('--config <file>', `configuration file (default: ${DEFAULT_CONFIG}, where there is one)`)
  .action(async (options: ConfigOptions) => {
    const { openStore } = await import('./store/open-store.ts');
    const { database, redaction } = configOf(options);
    const store = await openStore({
      url: database.url,
      directUrl: database.directUrl,
      rules: redaction,
      now: () => fromMillis(Date.now()),
    });
    await store.ready().finally(() => store.close());
    process.stdout.write('the database is up to date\n');
  });

program
  .command('check')
  .description('ask every source once and say how it is; ends with 1 when anything is wrong')
  .option('--config <file>', `configuration file (default: ${DEFAULT_CONFIG}, where there is one)`)
  .option('--json', 'one JSON object for each source instead of a table')
  .action(async ({ json, ...options }: ConfigOptions & { readonly json?: true }) => {
    const [{ checkGateway }, { checkJsonLines }, { checkTable, problemLines }] = await Promise.all([
      import('./server/check.ts'),
      import('./server/check-json.ts'),
      import('./server/check-table.ts'),
    ]);
    const checked = await checkGateway(configOf(options));
    process.stdout.write(json ? checkJsonLines(checked) : checkTable(checked));
    for (const line of problemLines(checked)) fail(line);
  });

program
  .command('sync')
  .description('copy what archived sources have, once; ends with 1 when one is not up to date after it')
  .option('--config <file>', `configuration file (default: ${DEFAULT_CONFIG}, where there is one)`)
  .option('--source <key...>', 'only these; else all that are archived')
  .action(async ({ source, ...options }: ConfigOptions & SyncCommand) => {
    const { syncCommand } = await import('./server/sync-command.ts');
    const command = { ...(source && { source }) };
    for (const line of await syncCommand(configOf(options), command, process.stdout, stopSignal())) fail(line);
  });

program
  .command('export')
  .description('write events out, whole and in order; ends with 1 when anything is missing')
  .option('--config <file>', `configuration file (default: ${DEFAULT_CONFIG}, where there is one)`)
  .option('--format <name>', 'ndjson or csv', 'ndjson')
  .option('--from <time>', 'from this moment on: RFC 3339, epoch milliseconds, or relative such as now-1d/d')
  .option('--to <time>', 'up to this moment, which is not part of it')
  .option('--filter <json>', 'only these: an AuditEventFilter of the API as JSON')
  .option('--sort <order>', 'desc, newest first, or asc', 'desc')
  .option('--sync', 'first wait until the archived sources are up to date')
  .option('--columns <names>', 'of csv: only these, in this order, with commas between; else all')
  .option(
    '--delimiter <character>',
    'of csv: what stands between cells: comma, semicolon, tab or pipe (default: comma)',
  )
  .option('--bom', 'of csv: begin with a byte order mark, by which Excel knows UTF-8')
  .option('--out <file>', 'write to this file, which is there only when it is whole; else to standard output')
  .action(async ({ config, bom, ...given }: ConfigOptions & Omit<ExportCommand, 'bom'> & ExportSwitches) => {
    const command = { ...given, ...(bom && { bom: 'true' }) };
    const signal = stopSignal();
    setFlagsFromString(TIDY_HEAP);
    const { exportOnce } = await import('./server/export/export-once.ts');
    await exportOnce(configOf({ ...(config !== undefined && { config }) }), command, process, signal);
  });

program
  .command('schema')
  .description('print the GraphQL schema')
  .option('--check <file>', 'only say whether this file holds it')
  .option('--out <file>', 'write it to this file')
  .action(async (to: PrintedTo) => {
    const { printedSchema } = await import('./schema/index.ts');
    printFile({ text: printedSchema(), what: 'the schema' }, to, process.stdout);
  });

program
  .command('config-schema')
  .description('print the JSON Schema of the configuration file, for editors')
  .option('--check <file>', 'only say whether this file holds it')
  .option('--out <file>', 'write it to this file')
  .action(async (to: PrintedTo) => {
    const { printedConfigSchema } = await import('./server/config/config-schema.ts');
    const text = printedConfigSchema(ADAPTERS);
    printFile({ text, what: 'the schema of the configuration' }, to, process.stdout);
  });

function fail(error: unknown): void {
  process.stderr.write(`audit-gateway: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

await program.parseAsync().catch(fail);
