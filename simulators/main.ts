#!/usr/bin/env node
import { CommanderError } from 'commander';
import { asConfiguration } from './as-source.ts';
import { type Order, parse } from './command.ts';
import { SIMULATORS } from './registry.ts';

/** Tells in one line of JSON where it is, then in YAML how a gateway is told of it; until SIGTERM or SIGINT. A wrong command line or an occupied port ends it with exit code 1. */
async function main(): Promise<void> {
  const order = ordered();
  if (order === null) return;
  const simulator = await SIMULATORS[order.kind].start({ ...order.options, ...order.switches });
  process.stdout.write(
    `${JSON.stringify({ kind: order.kind, url: simulator.url, events: simulator.records.length })}\n${asConfiguration(order.kind, simulator.url, order.switches)}`,
  );
  await signalled();
  await simulator.close();
}

function ordered(): Order | null {
  try {
    return parse(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode;
    return null;
  }
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`simulate: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
