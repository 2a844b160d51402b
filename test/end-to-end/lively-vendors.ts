import type { AstromkeyRecord, AstromkeySimulator } from '../../simulators/astromkey/index.ts';
import type { F5xcSimulator } from '../../simulators/f5xc/index.ts';
import type { FaultGiven } from '../../simulators/kit/faults/fault.ts';
import type { Random } from '../../simulators/kit/random.ts';
import type { RiverbedSimulator } from '../../simulators/riverbed/index.ts';
import type { SaltSimulator } from '../../simulators/salt/index.ts';
import type { ZstackSimulator } from '../../simulators/zstack/index.ts';
import type { VendorKind, World } from './worlds.ts';

/** Rows appear at most so long after the time they carry. */
export const LATEST_SECONDS = 40;

/** A row like one that is there, but another one, and of this time (epoch milliseconds). */
const ADD: Readonly<Record<VendorKind, (simulator: never, at: number, chance: Random) => void>> = {
  salt: (simulator: SaltSimulator, at) => {
    const time = new Date(at).toISOString().replace('Z', '000');
    simulator.add({ start_time: time, end_time: time });
  },
  riverbed: (simulator: RiverbedSimulator, at, chance) => {
    simulator.add({ timestamp: Math.floor(at / 1_000), sid: chance.hex(16) });
  },
  zstack: (simulator: ZstackSimulator, at, chance) => {
    const { id: _, ...row } = chance.pick(simulator.records);
    simulator.add({ ...row, time: at, requestUuid: chance.hex(32) });
  },
  f5xc: (simulator: F5xcSimulator, at, chance) => {
    const { id: _, messageid: __, '@timestamp': ___, ...line } = JSON.parse(chance.pick(simulator.records).line) as Row;
    simulator.add({ line: JSON.stringify({ ...line, time: new Date(at).toISOString(), request_id: chance.hex(16) }) });
  },
  astromkey: (simulator: AstromkeySimulator, at, chance) => {
    const number = String(chance.below(100_000_000)).padStart(8, '0');
    const entry: AstromkeyRecord = { ...chance.pick(simulator.records), timestamp: at };
    simulator.add({ ...entry, logId: `${Math.floor(at / 1_000)}${number}` });
  },
};
type Row = Record<string, unknown>;

/** What can be noticed, or does no harm. */
const FAULTS: readonly FaultGiven[] = [
  { kind: 'latency', ms: 30 },
  { kind: 'hang', times: 1 },
  { kind: 'status', status: 401, times: 2 },
  { kind: 'status', status: 429, retryAfter: 1, times: 2 },
  { kind: 'status', status: 500, probability: 0.5 },
  { kind: 'status', status: 503, times: 3 },
  { kind: 'malformed', probability: 0.5 },
  { kind: 'truncated', how: 'connection', probability: 0.5 },
  { kind: 'reset', probability: 0.5 },
  { kind: 'reset', at: 'body', probability: 0.5 },
  { kind: 'sessionExpiry', every: 3 },
  { kind: 'swappedRows', probability: 0.3 },
  { kind: 'timeless', probability: 0.2 },
];

/** One moment in the life of the vendors: rows appear, some late, some together; a fault is switched on or off. */
export function moment(worlds: readonly World[], chance: Random): void {
  const { simulator, source } = chance.pick(worlds);
  const kind = source.kind as VendorKind;
  const add = ADD[kind] as (simulator: World['simulator'], at: number, chance: Random) => void;
  const at = Date.now() - chance.below(LATEST_SECONDS * 1_000);
  for (let row = 0; row <= chance.below(3); row += 1) add(simulator, at, chance);
  if (kind === 'riverbed' && chance.chance(0.3)) (simulator as RiverbedSimulator).bump(1 + chance.below(3));
  if (chance.chance(0.2)) {
    const broken = chance.pick(worlds).simulator;
    broken.setFaults(chance.chance(0.5) ? [] : [{ ...chance.pick(FAULTS), seed: chance.below(1_000) }]);
  }
}
