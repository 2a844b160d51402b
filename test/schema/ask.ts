import { pino } from 'pino';
import { turnstile } from '../../src/lanes/turnstile.ts';
import { createGraphql } from '../../src/server/graphql.ts';
import { type FakeSurroundings, fakeContext } from '../fakes/fake-context.ts';

const graphql = createGraphql(pino({ level: 'silent' }));

export interface Told {
  // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is the question's
  readonly data: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

const admission = turnstile({ what: 'requests', atOnce: 100, each: 100, waiting: 0 });

/** One operation through all that a request meets but the socket. */
export async function ask(
  query: string,
  context: FakeSurroundings = {},
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Told> {
  const response = await graphql.fetch(
    'http://127.0.0.1/graphql',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    },
    { schemaContext: fakeContext(context), client: 'test', admission, onOperation: () => {} },
  );
  return (await response.json()) as Told;
}

/** Code, path and text of each error. */
export function faults({ errors = [] }: Told): readonly (readonly [unknown, string, string])[] {
  return errors.map(({ extensions, path = [], message }) => [extensions.code, path.join('.'), message]);
}
