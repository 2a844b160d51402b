import { sourceError } from '../lanes/source-error.ts';

/** The answer of the database; a failure of it is the store's, in the words of lanes. */
export async function asking<Answer>(answer: PromiseLike<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (cause) {
    throw sourceError(
      'UPSTREAM_ERROR',
      'gateway: expected the store to answer, but its database failed',
      {},
      { cause },
    );
  }
}
