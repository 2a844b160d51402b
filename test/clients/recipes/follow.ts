import { createClient, NetworkError } from 'graphql-sse';

export interface Followed<Node> {
  readonly cursor: string;
  readonly node: Node;
}

/**
 * Every new event once, over whatever breaks: each attempt goes on after the last edge that was seen. Ends when `signal`
 * aborts, and throws what the gateway says to a wrong question.
 */
export async function* follow<Node>(
  url: string,
  fields: string,
  signal: AbortSignal,
  after: string | null = null,
): AsyncGenerator<Followed<Node>> {
  const query = `subscription Follow($after: String) { auditEventAdded(after: $after) { cursor node { ${fields} } } }`;
  const client = createClient({ url, retryAttempts: 0 });
  let last = after;
  for (let pause = 100; !signal.aborted; pause = Math.min(2 * pause, 10_000)) {
    const stream = client.iterate<{ readonly auditEventAdded: Followed<Node> }>({ query, variables: { after: last } });
    const leave = () => void stream.return?.();
    signal.addEventListener('abort', leave, { once: true });
    try {
      for await (const { data, errors } of stream) {
        if (errors) throw new Error(errors.map(({ message }) => message).join('; '));
        if (!data) continue;
        pause = 100;
        last = data.auditEventAdded.cursor;
        yield data.auditEventAdded;
      }
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
    } finally {
      signal.removeEventListener('abort', leave);
      leave();
    }
    await new Promise((resolve) => setTimeout(resolve, signal.aborted ? 0 : pause));
  }
}
