import { Agent } from 'undici';

/** Asks one gateway, over connections that are kept. */
export interface GraphqlClient {
  /** The `data` of the answer; throws when it has errors. */
  ask<Data>(query: string, variables?: object): Promise<Data>;
  close(): Promise<void>;
}

interface Answer<Data> {
  readonly data?: Data;
  readonly errors?: readonly { readonly message: string }[];
}

export function graphqlClient(url: string): GraphqlClient {
  const agent = new Agent();
  return {
    async ask<Data>(query: string, variables: object = {}) {
      const { body } = await agent.request({
        origin: url,
        path: '/graphql',
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await body.json()) as Answer<Data>;
      if (errors || !data) throw new Error(`expected data, but got ${JSON.stringify(errors ?? null)}`);
      return data;
    },
    close: () => agent.close(),
  };
}
