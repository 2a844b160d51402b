#!/usr/bin/env node
import { Command } from 'commander';
import { startGateway } from '../src/server/compose.ts';
import { parseConfig } from '../src/server/config/load-config.ts';
import { EXAMPLE_QUERIES } from '../src/server/example-queries.ts';
import { createLog } from '../src/server/log.ts';
import { portNumber } from '../src/server/port-number.ts';
import { ADAPTERS } from '../src/sources/registry.ts';
import { configurationOf, modeOf } from './configuration.ts';
import { type RunningVendor, startVendors, stopVendors } from './vendors.ts';

/** Five simulated vendors and the gateway over them, until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const { port } = new Command('demo')
    .description('Starts five simulated vendors and a gateway over them, until Ctrl-C. Nothing is kept.')
    .option('--port <number>', 'where the gateway listens; 0 is any free port', portNumber, 4000)
    .allowExcessArguments(false)
    .parse()
    .opts<{ readonly port: number }>();
  const vendors = await startVendors();
  try {
    const text = configurationOf(vendors, port);
    const config = parseConfig(text, 'the configuration of the demo', { environment: process.env, adapters: ADAPTERS });
    const gateway = await startGateway(config, createLog('warn'));
    process.stdout.write(welcome(gateway.url, vendors));
    await stopped();
    await gateway.stop();
  } finally {
    await stopVendors(vendors);
  }
}

function welcome(url: string, vendors: readonly RunningVendor[]): string {
  const table = vendors.map(
    ({ kind, url: at, process: { pid } }) =>
      `  ${kind.padEnd(10)} ${modeOf(kind).padEnd(8)} ${at.padEnd(40)} stop it: kill ${pid}`,
  );
  return [
    `GraphiQL       ${url}/graphql`,
    `Schema         ${url}/schema.graphql`,
    `Metrics        ${url}/metrics`,
    '',
    'Five simulated vendors, 2,000 events each over the last 30 days, asked live or copied (archive):',
    ...table,
    '',
    'Three queries to try (GraphiQL opens with them):',
    '',
    ...EXAMPLE_QUERIES,
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve()).once('SIGINT', () => resolve());
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
