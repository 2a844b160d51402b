import { ADAPTERS } from '../../src/sources/registry.ts';
import type { VendorKind } from '../end-to-end/worlds.ts';
import { samplesOf } from './source/registry-samples.ts';
import { sourceKit } from './source/source-kit.ts';

for (const kind of Object.keys(ADAPTERS) as VendorKind[]) sourceKit(ADAPTERS[kind], samplesOf(kind));
