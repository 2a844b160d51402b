import type { SourceKind } from '../domain/event.ts';
import type { SourceAdapter } from './adapter.ts';
import { astromkey } from './astromkey/index.ts';
import { f5xc } from './f5xc/index.ts';
import { riverbed } from './riverbed/index.ts';
import { salt } from './salt/index.ts';
import { zstack } from './zstack/index.ts';

/** One line per vendor. */
export const ADAPTERS: Readonly<Record<Exclude<SourceKind, 'gateway'>, SourceAdapter<unknown>>> = {
  salt,
  riverbed,
  zstack,
  f5xc,
  astromkey,
};
