/** One message of an event stream: `next` with an answer, or `complete`. */
export interface Message {
  readonly event: string;
  readonly data: string;
}

export interface EventStream {
  readonly response: Response;
  /** The next message; null when the stream has ended. Comments, such as pings, are passed over. */
  next(): Promise<Message | null>;
  /** The answer of the next message, which must be one; its shape is the question's. */
  answer<Answer = unknown>(): Promise<Answer>;
  /** The client goes away. */
  leave(): void;
}

export interface Subscribing {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** A subscription as a client without a library reads it, asked by POST or by GET. */
export async function openStream(
  url: string,
  { query, variables = {} }: Subscribing,
  method: 'POST' | 'GET' = 'POST',
  accept = 'text/event-stream',
): Promise<EventStream> {
  const client = new AbortController();
  const { signal } = client;
  const asked = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const response =
    method === 'GET'
      ? await fetch(`${url}/graphql?${asked}`, { headers: { accept }, signal })
      : await fetch(`${url}/graphql`, {
          method,
          headers: { accept, 'content-type': 'application/json' },
          body: JSON.stringify({ query, variables }),
          signal,
        });
  const messages = messagesOf(response);
  const next = async () => (await messages.next()).value ?? null;
  return {
    response,
    next,
    async answer() {
      const message = await next();
      if (message?.event !== 'next') throw new Error(`expected an answer, but got ${JSON.stringify(message)}`);
      return JSON.parse(message.data);
    },
    leave: () => client.abort(),
  };
}

async function* messagesOf({ body }: Response): AsyncGenerator<Message, undefined> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split('\n');
      const field = (name: string) =>
        lines
          .find((line) => line.startsWith(`${name}:`))
          ?.slice(name.length + 1)
          .trim();
      const event = field('event');
      if (event !== undefined) yield { event, data: field('data') ?? '' };
    }
  }
}
