import type { SourceAdapter } from './adapter.ts';
import { astromkey } from './astromkey/index.ts';
import { f5xc } from './f5xc/index.ts';
import { riverbed } from './riverbed/index.ts';
import { salt } from './salt/index.ts';
import { zstack } from './zstack/index.ts';

/** One name per vendor; nothing else of the house counts them. */
const VENDORS = { salt, riverbed, zstack, f5xc, astromkey };
export type VendorKind = keyof typeof VENDORS;

export const ADAPTERS: Readonly<Record<VendorKind, SourceAdapter<unknown>>> = VENDORS;
export const VENDOR_KINDS = Object.keys(VENDORS) as readonly VendorKind[];
