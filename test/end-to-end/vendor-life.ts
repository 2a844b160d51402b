import type { AstromkeySimulator } from '../../simulators/astromkey/index.ts';
import type { F5xcSimulator } from '../../simulators/f5xc/index.ts';
import type { FaultGiven } from '../../simulators/kit/faults/fault.ts';
import type { Random } from '../../simulators/kit/random.ts';
import type { RiverbedSimulator } from '../../simulators/riverbed/index.ts';
import type { SaltSimulator } from '../../simulators/salt/index.ts';
import type { ZstackSimulator } from '../../simulators/zstack/index.ts';
import type { VendorKind, World } from './worlds.ts';

/** How late the latest row is written. A source must look back further than this. */
export const LATEST_MS = 10_000;
const MOST_TIED = 4;

/** All that can be noticed, or that does no harm; short, so that there is time to get on in between. */
const FAULTS: readonly FaultGiven[] = [
  { kind: 'latency', ms: 50 },
  { kind: 'hang', times: 1 },
  { kind: 'status', status: 401, times: 3 },
  { kind: 'status', status: 429, retryAfter: 1, times: 1 },
  { kind: 'status', status: 500, probability: 0.5 },
  { kind: 'status', status: 503, times: 2 },
  { kind: 'malformed', probability: 0.2 },
  { kind: 'truncated', probability: 0.2 },
  { kind: 'truncated', how: 'connection', probability: 0.2 },
  { kind: 'html', times: 2 },
  { kind: 'reset', probability: 0.2 },
  { kind: 'reset', at: 'body', probability: 0.2 },
  { kind: 'sessionExpiry', every: 3 },
  { kind: 'slowBody', bytes: 4_096, everyMs: 1, times: 2 },
  { kind: 'swappedRows', probability: 0.2 },
  { kind: 'reversedRows', probability: 0.2 },
  { kind: 'timeless', probability: 0.1 },
];
/** Those that some vendor cannot have. */
const FAULTS_OF: { readonly [K in VendorKind]?: readonly FaultGiven[] } = {
  f5xc: [{ kind: 'loopingCursor' }, { kind: 'outsideWindow' }, { kind: 'wrongTotal' }],
  astromkey: [{ kind: 'loopingCursor' }, { kind: 'outsideWindow' }, { kind: 'wrongTotal' }],
  salt: [{ kind: 'outsideWindow' }],
};

/** Something happens to a vendor: rows are written, some of them late, a count grows, or a fault comes or goes. */
export function happen({ source, simulator }: World, chance: Random): void {
  const kind = source.kind as VendorKind;
  const what = chance.next();
  if (what < 0.75) {
    const at = Date.now() - (chance.chance(0.5) ? 0 : chance.below(LATEST_MS));
    for (let tied = 1 + chance.below(MOST_TIED); tied > 0; tied--) WRITES[kind](simulator as never, at, chance);
  } else if (what < 0.85) {
    if (kind === 'riverbed') grow(simulator as RiverbedSimulator, chance);
  } else {
    simulator.setFaults(
      what < 0.93 ? [] : [{ ...chance.pick([...FAULTS, ...(FAULTS_OF[kind] ?? [])]), seed: chance.below(1e6) }],
    );
  }
}

/** Rows like others, but of another moment and another name. */
const WRITES: Readonly<Record<VendorKind, (simulator: never, atMs: number, chance: Random) => void>> = {
  salt({ records, add }: SaltSimulator, at, chance) {
    const { id: _, ...row } = chance.pick(records);
    const start_time = `${new Date(at).toISOString().slice(0, -1)}${String(at % 1_000).padStart(3, '0')}Z`;
    add({ ...row, start_time, end_time: start_time });
  },
  riverbed({ records, add }: RiverbedSimulator, at, chance) {
    add({ ...chance.pick(records), timestamp: Math.floor(at / 1_000), sid: chance.hex(16), count: 1 });
  },
  zstack({ records, add }: ZstackSimulator, at, chance) {
    add({ ...chance.pick(records), time: at, requestUuid: chance.hex(32) });
  },
  f5xc({ add }: F5xcSimulator, at, chance) {
    const document = { time: new Date(at).toISOString(), request_id: chance.hex(16), operation: 'SECRETS_READ' };
    add({ at, line: JSON.stringify(document) });
  },
  astromkey({ records, add }: AstromkeySimulator, at, chance) {
    const logId = `${Math.floor(at / 1_000)}0009${String(chance.below(1e9)).padStart(9, '0')}`;
    add({ ...chance.pick(records), timestamp: at, logId });
  },
};

/** The newest event happens again, as long as it is of the time in which it may. */
function grow({ records, bump }: RiverbedSimulator, chance: Random): void {
  const newest = records.at(-1);
  if (Number(newest?.timestamp ?? 0) * 1_000 > Date.now() - LATEST_MS) bump(1 + chance.below(5));
}
