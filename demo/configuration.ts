import { asSource } from '../simulators/as-source.ts';
import type { Kind } from '../simulators/registry.ts';
import type { RunningVendor } from './vendors.ts';

/** Copied into the store and answered from there; the others are asked each time. */
const ARCHIVED: readonly Kind[] = ['riverbed', 'astromkey'];

export function modeOf(kind: Kind): 'live' | 'archive' {
  return ARCHIVED.includes(kind) ? 'archive' : 'live';
}

const NAMES: Readonly<Record<Kind, { readonly id: string; readonly name: string }>> = {
  salt: { id: 'salt', name: 'Salt master' },
  riverbed: { id: 'riverbed', name: 'Branch appliance' },
  zstack: { id: 'zstack', name: 'Private cloud' },
  f5xc: { id: 'f5', name: 'F5 Distributed Cloud' },
  astromkey: { id: 'astrom', name: 'Ключ-АСТРОМ' },
};

/** The demo's configuration file. JSON is YAML too. */
export function configurationOf(vendors: readonly RunningVendor[], port: number): string {
  const sources = vendors.map(({ kind, url }) => ({
    ...NAMES[kind],
    mode: modeOf(kind),
    pollSeconds: 5,
    proxy: false,
    ...asSource(kind, url, {}),
  }));
  return JSON.stringify({ server: { host: '127.0.0.1', port }, database: { url: 'memory:' }, sources }, null, 2);
}
