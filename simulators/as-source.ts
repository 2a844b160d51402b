import { stringify } from 'yaml';
import { ASTROMKEY_CREDENTIALS } from './astromkey/index.ts';
import { F5XC_CREDENTIALS, switches as f5xc } from './f5xc/index.ts';
import type { Kind } from './registry.ts';
import { RIVERBED_CREDENTIALS, type RiverbedSwitches, switches as riverbed } from './riverbed/index.ts';
import { SALT_CREDENTIALS, switches as salt } from './salt/index.ts';
import { ZSTACK_CREDENTIALS, switches as zstack } from './zstack/index.ts';

type Switches = Readonly<Record<string, unknown>>;

/** What a gateway must be told of a simulator beside its kind, so that it is let in and reads all: part of an item of `sources`. */
export interface SourceSettings {
  /** What stands behind the simulator's address. */
  readonly prefix?: string;
  readonly auth: object;
  readonly [key: string]: unknown;
}

const SETTINGS: Readonly<Record<Kind, (given: Switches) => SourceSettings>> = {
  salt: (given) => {
    const { prefix, configName } = salt.parse(given);
    return { prefix, auth: { ...SALT_CREDENTIALS, ...(configName !== 'internal' && { configName }) } };
  },
  riverbed: (given) => ({ auth: riverbedAuth(riverbed.parse(given)) }),
  zstack: (given) => {
    const { accountName, password } = ZSTACK_CREDENTIALS;
    const { admin } = zstack.parse(given);
    return { auth: { accountName, password }, ...(!admin && { admin }) };
  },
  f5xc: (given) => ({ namespace: f5xc.parse(given).namespace, auth: F5XC_CREDENTIALS }),
  astromkey: () => ({ auth: ASTROMKEY_CREDENTIALS }),
};

/** The first of the logins that this appliance offers. */
function riverbedAuth({ token, aaaVersion, cookie, basic }: RiverbedSwitches): object {
  const { accessCode, ...user } = RIVERBED_CREDENTIALS;
  if (token) return { ...user, ...(aaaVersion !== '2.0' && { tokenVersion: aaaVersion }) };
  if (cookie) return { ...user, method: 'cookie' };
  return basic ? { ...user, method: 'basic' } : { accessCode };
}

/** A simulator at this address, with these switches, as the keys of an item of `sources` that tell of it. */
export function asSource(kind: Kind, url: string, switches: Switches) {
  const { prefix = '', ...settings } = SETTINGS[kind](switches);
  return { kind, url: `${url}${prefix}`, ...settings };
}

/** The same as a whole configuration file of a gateway over nothing else. */
export function asConfiguration(kind: Kind, url: string, switches: Switches): string {
  return stringify({ sources: [{ id: kind, mode: 'live', ...asSource(kind, url, switches) }] });
}
