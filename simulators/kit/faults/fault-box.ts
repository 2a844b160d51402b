import { z } from 'zod';
import type { Answer, Call } from '../exchange.ts';
import { random } from '../random.ts';
import type { Anatomy } from './anatomy.ts';
import { type Fault, type FaultGiven, fault } from './fault.ts';
import { type Firing, firingOf } from './firing.ts';
import type { Delivery, Step } from './step.ts';
import { stepOf } from './steps.ts';
import { underFaults } from './under-faults.ts';

/** The faults that are switched on. */
export interface FaultBox {
  /** In place of those that were on; their counting begins anew. Throws an Error, and changes nothing, for a wrong one. */
  set(faults: readonly FaultGiven[]): void;
  /** What is on, in the order given, and how many answers each has hit. */
  active(): { readonly faults: readonly Fault[]; readonly hits: readonly number[] };
  meet(call: Call): Encounter;
}

/** A call with the faults that hit it. */
export interface Encounter {
  readonly waitMs: number;
  answered(answer: (call: Call) => Answer | Promise<Answer>): Promise<Answer>;
  readonly delivery: Delivery | undefined;
}

interface Running {
  readonly fault: Fault;
  readonly firing: Firing;
  readonly step: Step;
}

export function faultBox(anatomy: Anatomy<unknown>): FaultBox {
  let running: readonly Running[] = [];
  return {
    set: (faults) => {
      running = checked(faults).map((each) => ({
        fault: each,
        firing: firingOf(each),
        step: stepOf(each, anatomy, random(each.seed)),
      }));
    },
    active: () => ({ faults: running.map((each) => each.fault), hits: running.map(({ firing }) => firing.hits) }),
    meet: (call) => {
      const purpose = anatomy.purposeOf(call);
      const steps = running.filter(({ firing }) => firing.fires(purpose)).map(({ step }) => step);
      return {
        waitMs: steps.reduce((sum, { waitMs = 0 }) => sum + waitMs, 0),
        answered: (answer) => underFaults(steps, call, anatomy.page, answer),
        delivery: steps.find(({ delivery }) => delivery !== undefined)?.delivery,
      };
    },
  };
}

function checked(faults: readonly FaultGiven[]): readonly Fault[] {
  const read = z.array(fault).safeParse(faults);
  if (read.success) return read.data;
  const said = read.error.issues.map(({ path, message }) => `faults.${path.join('.')}: ${message}`);
  throw new Error(said.join('; '));
}
