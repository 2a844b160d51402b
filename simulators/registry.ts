import type { ZodObject } from 'zod';
import { switches as astromkey, startAstromkey } from './astromkey/index.ts';
import { switches as f5xc, startF5xc } from './f5xc/index.ts';
import type { Simulator, SimulatorOptions } from './kit/simulator.ts';
import { switches as riverbed, startRiverbed } from './riverbed/index.ts';
import { switches as salt, startSalt } from './salt/index.ts';
import { startZstack, switches as zstack } from './zstack/index.ts';

export type Kind = 'salt' | 'riverbed' | 'zstack' | 'f5xc' | 'astromkey';

/** A vendor's server, and the schema of the switches it takes beside the options all of them take. */
export interface SimulatorKind {
  start(options?: Partial<SimulatorOptions>): Promise<Simulator<unknown>>;
  readonly switches: ZodObject;
}

export const SIMULATORS: Readonly<Record<Kind, SimulatorKind>> = {
  salt: { start: startSalt, switches: salt },
  riverbed: { start: startRiverbed, switches: riverbed },
  zstack: { start: startZstack, switches: zstack },
  f5xc: { start: startF5xc, switches: f5xc },
  astromkey: { start: startAstromkey, switches: astromkey },
};
