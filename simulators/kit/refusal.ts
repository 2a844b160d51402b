import type { Answer } from './simulator.ts';

/** A vendor's no, in the vendor's own form: thrown wherever it is noticed, answered by `refusing`. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
    this.name = 'Refusal';
    this.answer = answer;
  }
}

/** Runs `answer`; a Refusal becomes what it carries, any other error stays an error. */
export function refusing(answer: () => Answer): Answer {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}
