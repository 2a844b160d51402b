import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest. They are begun first, so that the workers come to their end together. */
const LONGEST: readonly string[] = [
  'test/end-to-end/killed.test.ts',
  'test/server/cli.test.ts',
  'test/package/package.test.ts',
  'test/end-to-end/crowds.test.ts',
  'test/server/hostile-requests.test.ts',
  'test/laws/law-13-clocks.test.ts',
  'test/end-to-end/hostile-records.test.ts',
  'test/laws/law-16-hostile-events.test.ts',
  'test/laws/law-14-hostile-records.test.ts',
  'test/laws/law-12-one-text.test.ts',
  'test/laws/law-10-ingest-and-prune.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rest = await super.sort(files);
    return rest.toSorted((a, b) => this.#rank(a) - this.#rank(b));
  }

  #rank({ moduleId }: TestSpecification): number {
    const rank = LONGEST.indexOf(relative(this.ctx.config.root, moduleId));
    return rank === -1 ? LONGEST.length : rank;
  }
}
