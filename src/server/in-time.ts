import { setTimeout as sleep } from 'node:timers/promises';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { GATEWAY } from '../domain/event.ts';
import { UpstreamFailed } from '../federation/gateway.ts';
import { problem } from '../lanes/source-error.ts';
import type { OperationFacts } from '../schema/operation-facts.ts';

/** So long may what heeds the signal take to say what became of it: its own word is better than none. */
const HEED_MS = 250;

/** What is executed, or, when its request's signal aborts before, why it is given up: nobody waits for what still runs. */
export async function inTime(
  executed: ExecutionResult | Promise<ExecutionResult>,
  signal: AbortSignal,
  { type }: Pick<OperationFacts, 'type'>,
): Promise<ExecutionResult> {
  let leave: () => void = () => undefined;
  const ended = new Promise<ExecutionResult>((resolve) => {
    leave = () => void sleep(HEED_MS, undefined, { ref: false }).then(() => resolve(givenUp(signal.reason, type)));
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
  });
  try {
    const result = await Promise.race([executed, ended]);
    return saysOnlyThatItEnded(result, signal) ? givenUp(signal.reason, type) : result;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

function saysOnlyThatItEnded({ errors = [] }: ExecutionResult, { aborted, reason }: AbortSignal): boolean {
  return aborted && errors.some(({ originalError }) => originalError === reason);
}

function givenUp(reason: unknown, type: OperationFacts['type']): ExecutionResult {
  const said = reason instanceof Error ? reason.message : String(reason);
  const message = type === 'mutation' ? `${said}: whether it was written is not known` : said;
  const originalError = new UpstreamFailed([{ source: GATEWAY, problem: problem('TIMEOUT', message) }]);
  const extensions = { http: { status: 504, spec: true } };
  return { errors: [new GraphQLError(message, { originalError, extensions })] };
}
