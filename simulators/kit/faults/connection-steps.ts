import { type Answer, rendered } from '../exchange.ts';
import type { Steps } from './step.ts';

const MIB = 1_048_576;

/** What happens on the way, whoever the vendor is. */
export const CONNECTION_STEPS: Steps<
  'latency' | 'hang' | 'malformed' | 'truncated' | 'reset' | 'slowBody' | 'oversized' | 'clockSkew'
> = {
  latency: ({ ms }) => ({ waitMs: ms }),
  hang: () => ({ delivery: { kind: 'never' } }),
  malformed: () => ({ answer: (answer) => withText(answer, (text) => `${text.slice(0, -1)},NaN${text.slice(-1)}`) }),
  truncated: ({ how }) =>
    how === 'connection'
      ? { delivery: { kind: 'closedEarly' } }
      : { answer: (answer) => withText(answer, (text) => text.slice(0, Math.ceil(text.length / 2))) },
  reset: ({ at }) => ({ delivery: { kind: 'reset', at } }),
  slowBody: ({ bytes, everyMs }) => ({ delivery: { kind: 'drips', bytes, everyMs } }),
  oversized: ({ mib }) => ({ answer: (answer) => withText(answer, (text) => text + ' '.repeat(mib * MIB)) }),
  clockSkew: ({ ms }) => ({
    answer: (answer) => ({
      ...answer,
      headers: { ...answer.headers, date: new Date(Date.now() + ms).toUTCString() },
    }),
  }),
};

function withText(answer: Answer, change: (text: string) => string): Answer {
  const { text, headers } = rendered(answer);
  return { ...answer, headers, body: change(text) };
}
