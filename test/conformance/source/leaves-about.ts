import fc from 'fast-check';
import type { AuditEvent } from '../../../src/domain/event.ts';
import { FIELDS, type Field } from '../../../src/domain/fields.ts';
import { type Is, is, type TestOp } from '../../../src/domain/filter.ts';
import { A_TEST, aLeaf } from '../../fakes/arbitrary-filter.ts';
import { heldValues, testsOf } from './declared-leaves.ts';

const EACH = 30;
const SEED = 5;

/** Questions about every field: arbitrary ones, the same on every run, and ones about values that are there. */
export function leavesAbout(events: readonly AuditEvent[]): readonly Is[] {
  return (Object.keys(FIELDS) as Field[]).flatMap((field) => {
    const some = fc.sample(aLeaf(field), { numRuns: EACH, seed: SEED });
    const ops = [...new Set(some.map(({ test }) => test.op))].filter((op) => Object.hasOwn(A_TEST, op)) as TestOp[];
    const held = ops.flatMap((op) => testsOf(op, heldValues(events, field))).map((test) => is(field, test));
    return [...some, ...held, ...held.map((leaf): Is => ({ ...leaf, negated: true }))];
  });
}
