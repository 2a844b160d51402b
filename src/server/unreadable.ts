import { GraphQLError } from 'graphql';

const EVENTS = /(^|[\s,])(\*\/\*|text\/(\*|event-stream))/i;

/** Why a subscription's answer could not be read by who asks, or null: it comes as server-sent events only. */
export function unreadable({ headers }: Request): GraphQLError | null {
  const accept = headers.get('accept');
  if (accept === null || EVENTS.test(accept)) return null;
  return new GraphQLError(`accept: expected text/event-stream for a subscription, but got ${JSON.stringify(accept)}`, {
    extensions: { code: 'BAD_REQUEST', http: { status: 406 } },
  });
}
