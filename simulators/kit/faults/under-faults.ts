import type { Answer, Call } from '../exchange.ts';
import type { PageAnatomy } from './anatomy.ts';
import type { Step } from './step.ts';

/** What `answer` becomes when the steps of all faults that hit this call are taken. Waiting and delivery are not done here. */
export async function underFaults(
  steps: readonly Step[],
  call: Call,
  page: PageAnatomy<unknown>,
  answer: (call: Call) => Answer | Promise<Answer>,
): Promise<Answer> {
  for (const step of steps) step.deed?.();
  const given = insteadOf(steps, call) ?? (await told(steps, call, page, answer));
  return steps.reduce((before, step) => step.answer?.(before) ?? before, given);
}

function insteadOf(steps: readonly Step[], call: Call): Answer | null {
  for (const step of steps) {
    const instead = step.instead?.(call) ?? null;
    if (instead !== null) return instead;
  }
  return null;
}

async function told(
  steps: readonly Step[],
  call: Call,
  page: PageAnatomy<unknown>,
  answer: (call: Call) => Answer | Promise<Answer>,
): Promise<Answer> {
  const answered = await answer(steps.reduce((asked, step) => step.asked?.(asked) ?? asked, call));
  const lying = steps.filter((step) => step.page !== undefined);
  const body = lying.length === 0 ? undefined : jsonOf(answered.body);
  if (answered.status !== 200 || body === undefined) return answered;
  const bent = lying.reduce((before, step) => step.page?.(before, call) ?? before, body);
  return { ...answered, body: page.print?.(bent) ?? bent };
}

/** The body as parsed JSON, or undefined for a text that is none. */
function jsonOf(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
