import { ASTROMKEY_CREDENTIALS } from '../simulators/astromkey/index.ts';
import { F5XC_CREDENTIALS } from '../simulators/f5xc/index.ts';
import type { Kind } from '../simulators/registry.ts';
import { RIVERBED_CREDENTIALS } from '../simulators/riverbed/index.ts';
import { SALT_CREDENTIALS } from '../simulators/salt/index.ts';
import { ZSTACK_CREDENTIALS } from '../simulators/zstack/index.ts';
import type { RunningVendor } from './vendors.ts';

/** Copied into the store and answered from there; the others are asked each time. */
const ARCHIVED: readonly Kind[] = ['riverbed', 'astromkey'];

export function modeOf(kind: Kind): 'live' | 'archive' {
  return ARCHIVED.includes(kind) ? 'archive' : 'live';
}

/** What each source of the demo carries besides its id, kind, mode and address. */
const SOURCES: Readonly<Record<Kind, { readonly id: string; readonly name: string; readonly rest: object }>> = {
  salt: { id: 'salt', name: 'Salt master', rest: { auth: SALT_CREDENTIALS } },
  riverbed: {
    id: 'riverbed',
    name: 'Branch appliance',
    rest: { auth: { username: RIVERBED_CREDENTIALS.username, password: RIVERBED_CREDENTIALS.password } },
  },
  zstack: {
    id: 'zstack',
    name: 'Private cloud',
    rest: { auth: { accountName: ZSTACK_CREDENTIALS.accountName, password: ZSTACK_CREDENTIALS.password } },
  },
  f5xc: { id: 'f5', name: 'F5 Distributed Cloud', rest: { namespace: 'default', auth: F5XC_CREDENTIALS } },
  astromkey: { id: 'astrom', name: 'Ключ-АСТРОМ', rest: { auth: ASTROMKEY_CREDENTIALS } },
};

/** The demo's configuration file. JSON is YAML too. */
export function configurationOf(vendors: readonly RunningVendor[], port: number): string {
  const sources = vendors.map(({ kind, url }) => {
    const { id, name, rest } = SOURCES[kind];
    return { id, name, kind, mode: modeOf(kind), pollSeconds: 5, url, ...rest };
  });
  return JSON.stringify({ server: { host: '127.0.0.1', port }, database: { url: 'memory:' }, sources }, null, 2);
}
