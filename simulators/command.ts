import { Command, InvalidArgumentError, Option, type OutputConfiguration } from 'commander';
import { faultOfText } from './kit/faults/fault-text.ts';
import type { SimulatorOptions } from './kit/simulator.ts';
import { type Kind, SIMULATORS } from './registry.ts';
import { switchesOf } from './switch-texts.ts';

export interface Order {
  readonly kind: Kind;
  /** What the command line says; the simulators have defaults for the rest. */
  readonly options: Partial<SimulatorOptions>;
  /** The vendor's own switches, checked against its schema. */
  readonly switches: Readonly<Record<string, unknown>>;
}

/**
 * Reads the arguments behind the command's name. Throws a CommanderError for what it cannot take, and for --help; what is to be
 * read about it has then been written, by `output` or else to the standard streams.
 */
export function parse(args: readonly string[], output: OutputConfiguration = {}): Order {
  const command = described().exitOverride().configureOutput(output);
  const { kind, set, fault, ...options } = command.parse(args, { from: 'user' }).opts<Parsed>();
  const orError = <Value>(read: () => Value): Value => {
    try {
      return read();
    } catch (error) {
      return command.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return orError(() => ({
    kind,
    options: { ...window(options), ...(fault.length > 0 && { faults: fault.map(faultOfText) }) },
    switches: switchesOf(kind, SIMULATORS[kind].switches, set),
  }));
}

interface Parsed extends Partial<Omit<SimulatorOptions, 'faults'>> {
  readonly kind: Kind;
  readonly fault: readonly string[];
  readonly set: readonly string[];
}

function described(): Command {
  return new Command('simulate')
    .description(
      'Starts one simulated vendor on loopback. Prints where it is, as one line of JSON, and below it what a gateway over it is configured with, as YAML.',
    )
    .addOption(new Option('--kind <kind>', 'the vendor').choices(Object.keys(SIMULATORS)).makeOptionMandatory())
    .option('--port <number>', 'where to listen; 0 is any free port (default: 0)', wholeUpTo(65_535))
    .option('--events <number>', 'how many events to make up (default: 1000)', wholeUpTo(10_000_000))
    .option('--burst <number>', 'how many more in one instant (default: 0)', wholeUpTo(1_000_000))
    .option('--seed <number>', 'the same seed makes the same data (default: 1)', wholeUpTo(4_294_967_295))
    .option('--from <date-time>', 'the first moment of the data (default: 30 days before its end)', moment)
    .option('--to <date-time>', 'the end of the data, itself not in it (default: now)', moment)
    .option('--latency-ms <number>', 'how long every answer waits (default: 0)', wholeUpTo(600_000))
    .option('--set <name=value>', "one of the vendor's own switches; may be repeated", collect, [])
    .option('--fault <name[=value]>', 'a fault that is on from the start; may be repeated', collect, [])
    .allowExcessArguments(false);
}

function wholeUpTo(highest: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,15}$/.test(text) && Number(text) <= highest) return Number(text);
    throw new InvalidArgumentError(`Expected a whole number from 0 to ${highest}.`);
  };
}

const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Epoch milliseconds; a date alone is its midnight, UTC. */
function moment(text: string): number {
  const millis = MOMENT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(millis)) return millis;
  throw new InvalidArgumentError('Expected a date, or a date and time with zone, such as 2025-01-01T00:00:00Z.');
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

function window(options: Partial<SimulatorOptions>): Partial<SimulatorOptions> {
  const { from, to = Date.now() } = options;
  if (from === undefined || from < to) return options;
  throw new Error(
    `--from: expected a moment before ${new Date(to).toISOString()}, found ${new Date(from).toISOString()}`,
  );
}
