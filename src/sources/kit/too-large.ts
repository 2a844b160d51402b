import type { Problem } from '../../lanes/source-error.ts';

/** Whether an answer was over the size cap. */
export function holdsTooMuch({ code }: Problem): boolean {
  return code === 'RESPONSE_TOO_LARGE';
}
