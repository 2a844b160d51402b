import type { z } from 'zod';
import type { SimulatorOptions } from './simulator.ts';

const DAY_MS = 86_400_000;
const DATA_DAYS = 30;

/**
 * What every simulator takes, with its defaults, apart from the vendor's own switches, which its schema checks and completes.
 * Throws the schema's error for a switch that is unknown or of the wrong form.
 */
export function settings<Switches>(
  given: Partial<SimulatorOptions> & Readonly<Record<string, unknown>>,
  schema: z.ZodType<Switches>,
): { readonly options: SimulatorOptions; readonly switches: Switches } {
  const {
    port = 0,
    events = 1000,
    burst = 0,
    seed = 1,
    to = Date.now(),
    latencyMs = 0,
    faults = [],
    ...others
  } = given;
  const { from = to - DATA_DAYS * DAY_MS, ...switches } = others;
  return { options: { port, events, burst, seed, from, to, latencyMs, faults }, switches: schema.parse(switches) };
}
