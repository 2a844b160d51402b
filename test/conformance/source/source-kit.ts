import type { SourceAdapter } from '../../../src/sources/adapter.ts';
import type { Check } from '../check.ts';
import { runKit, type Waivers } from '../run-kit.ts';
import { ANSWER_CHECKS } from './answer-checks.ts';
import { DECLARATION_CHECKS } from './declaration-checks.ts';
import { DECODE_CHECKS } from './decode-checks.ts';
import { EXCHANGE_CHECKS } from './exchange-checks.ts';
import { FAULT_CHECKS } from './fault-checks.ts';
import { FILTER_CHECKS } from './filter-checks.ts';
import type { SourceSamples, SourceSubject } from './source-subject.ts';

/** Every promise of `src/sources/adapter.ts`, in the order of their ids. */
export const SOURCE_CHECKS: readonly Check<SourceSubject>[] = [
  ...DECLARATION_CHECKS,
  ...FILTER_CHECKS,
  ...DECODE_CHECKS,
  ...EXCHANGE_CHECKS,
  ...FAULT_CHECKS,
  ...ANSWER_CHECKS,
].toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** Holds an adapter to all its promises, over its own simulator. `waived` says of a SHOULD why it does not hold here. */
export function sourceKit<Options>(
  adapter: SourceAdapter<Options>,
  samples: SourceSamples,
  waived: Waivers = {},
): void {
  runKit(
    `the source ${adapter.kind}`,
    SOURCE_CHECKS,
    async () => {
      const vendor = await samples.start();
      return { subject: { adapter: adapter as SourceAdapter<unknown>, samples, vendor }, close: () => vendor.close() };
    },
    waived,
  );
}
