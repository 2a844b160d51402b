import { ASTROMKEY_CREDENTIALS } from '../../simulators/astromkey/index.ts';
import { F5XC_CREDENTIALS } from '../../simulators/f5xc/index.ts';
import { RIVERBED_CREDENTIALS } from '../../simulators/riverbed/index.ts';
import { SALT_CREDENTIALS } from '../../simulators/salt/index.ts';
import { ZSTACK_CREDENTIALS } from '../../simulators/zstack/index.ts';
import { type ReadyProcess, startProcess } from '../ready-process.ts';

/** What a source's configuration holds besides its id, kind, mode and address. */
const KEYS = {
  salt: { auth: SALT_CREDENTIALS },
  riverbed: { auth: { username: RIVERBED_CREDENTIALS.username, password: RIVERBED_CREDENTIALS.password } },
  zstack: { auth: { accountName: ZSTACK_CREDENTIALS.accountName, password: ZSTACK_CREDENTIALS.password } },
  f5xc: { auth: F5XC_CREDENTIALS, namespace: 'default' },
  astromkey: { auth: ASTROMKEY_CREDENTIALS },
} as const;

export type VendorKind = keyof typeof KEYS;
export const VENDORS = Object.keys(KEYS) as readonly VendorKind[];

export interface SimulatorSettings {
  readonly events: number;
  readonly latencyMs: number;
}

export function startSimulator(kind: VendorKind, { events, latencyMs }: SimulatorSettings): Promise<ReadyProcess> {
  const said = { kind, events, seed: 1, 'latency-ms': latencyMs };
  const args = Object.entries(said).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return startProcess('dist/simulators/main.js', args);
}

/** A source as it stands in the gateway's configuration. */
export function sourceOf(kind: VendorKind, url: string): object {
  return { id: kind, kind, mode: 'live', url, ...KEYS[kind] };
}
