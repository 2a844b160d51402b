import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from 'graphql';

type Answers = AsyncGenerator<ExecutionResult, void>;

/**
 * `subscribe` as the specification says, but every event is answered in a context of its own: what is looked up for one
 * answer is not kept for all that follow, which may go on for days.
 */
export async function subscribe(args: ExecutionArgs): Promise<Answers | ExecutionResult> {
  const events = await createSourceEventStream(args);
  return Symbol.asyncIterator in events ? answers(events, args) : events;
}

async function* answers(events: AsyncIterable<unknown>, args: ExecutionArgs): Answers {
  for await (const rootValue of events) {
    yield await execute({ ...args, rootValue, contextValue: { ...(args.contextValue as object) } });
  }
}
