import type { Random } from '../random.ts';
import type { Anatomy } from './anatomy.ts';
import { BYTE_STEPS } from './byte-steps.ts';
import { CONNECTION_STEPS } from './connection-steps.ts';
import type { Fault, FaultKind } from './fault.ts';
import { loopingCursor } from './looping-cursor.ts';
import { PAGE_STEPS } from './page-steps.ts';
import { REFUSAL_STEPS } from './refusal-steps.ts';
import type { MakeStep, Step, Steps } from './step.ts';
import { WORLD_STEPS } from './world-steps.ts';

const STEPS: Steps<FaultKind> = {
  ...BYTE_STEPS,
  ...CONNECTION_STEPS,
  ...REFUSAL_STEPS,
  ...WORLD_STEPS,
  ...PAGE_STEPS,
  loopingCursor,
};

/** Throws an Error for a fault that this vendor cannot have. */
export function stepOf(fault: Fault, anatomy: Anatomy<unknown>, chance: Random): Step {
  return (STEPS[fault.kind] as MakeStep<FaultKind>)(fault, anatomy, chance);
}
