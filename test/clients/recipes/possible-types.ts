import { getIntrospectionQuery, type IntrospectionQuery } from 'graphql';

/** Which types implement which interface, asked of the gateway itself: run it when you build. */
export async function possibleTypes(url: string): Promise<Readonly<Record<string, string[]>>> {
  const { __schema } = await introspection(url);
  return Object.fromEntries(
    __schema.types.flatMap((type) =>
      type.kind === 'INTERFACE' ? [[type.name, type.possibleTypes.map(({ name }) => name)]] : [],
    ),
  );
}

export async function introspection(url: string): Promise<IntrospectionQuery> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery() }),
  });
  const { data } = (await response.json()) as { readonly data: IntrospectionQuery };
  return data;
}
