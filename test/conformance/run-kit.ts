import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Check, verdict } from './check.ts';

export interface Opened<Subject> {
  readonly subject: Subject;
  close(): Promise<void>;
}

/** Why a SHOULD does not hold here, by its id. One that is waived must not hold: else the waiver is out of date. */
export type Waivers = Readonly<Record<string, string>>;

/** One test for each check, all over one subject. */
export function runKit<Subject>(
  name: string,
  checks: readonly Check<Subject>[],
  open: () => Promise<Opened<Subject>>,
  waived: Waivers = {},
): void {
  describe(name, () => {
    let opened: Opened<Subject> | null = null;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => opened?.close());

    test.each(checks.map((check) => [`${check.id} ${check.level}: ${check.says}`, check] as const))(
      '%s',
      async (_, check) => {
        if (opened === null) throw new Error('expected the subject to be open while its tests run');
        const failed = await verdict(check, opened.subject);
        const reason = check.level === 'SHOULD' ? waived[check.id] : undefined;
        if (reason === undefined) expect(failed, failed ?? check.says).toBeNull();
        else expect(failed, `${check.id} is waived (${reason}), yet it holds`).not.toBeNull();
      },
    );

    test('only what should be is waived', () => {
      const should = checks.filter((check) => check.level === 'SHOULD').map((check) => check.id);
      expect(Object.keys(waived).filter((id) => !should.includes(id))).toEqual([]);
    });
  });
}
