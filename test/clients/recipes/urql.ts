import { Client, fetchExchange, gql } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import type { IntrospectionQuery } from 'graphql';
import { type Connection, EVENTS, following, type Size } from './events.ts';
import { mergeCoverage } from './merge-coverage.ts';

/** `schema` as the gateway's introspection gives it: the cache learns from it which type implements which interface. */
export function urqlClient(url: string, schema: IntrospectionQuery): Client {
  return new Client({
    url,
    preferGetMethod: false,
    exchanges: [cacheExchange({ schema, keys: embedded(schema) }), fetchExchange],
  });
}

/** What has no `id` has no identity of its own: it is kept inside the event or page that it came with. */
function embedded({ __schema }: IntrospectionQuery): Record<string, () => null> {
  const types = __schema.types.flatMap((type) => (type.kind === 'OBJECT' ? [type] : []));
  const without = types.filter(({ fields }) => !fields.some(({ name }) => name === 'id'));
  return Object.fromEntries(without.map(({ name }) => [name, () => null]));
}

/**
 * A list of pages, each in the cache on its own. (`relayPagination` passes over pages without edges, and a list that grows
 * by it would stand still at the first one.)
 */
export function urqlList(client: Client, filter: object, size: Size) {
  const pages: Connection[] = [];
  let variables: object | null = size;
  const inOrder = () => ('first' in size ? pages : pages.toReversed());
  return {
    edges: () => inOrder().flatMap(({ edges }) => edges),
    coverage: () =>
      mergeCoverage(
        pages.map(({ coverage }) => coverage),
        ({ source }) => source.key,
      ),
    /** Reads the page that follows; false where there is none. */
    async more(): Promise<boolean> {
      if (!variables) return false;
      const answer = await client.query(gql(EVENTS), { filter, ...variables }).toPromise();
      if (answer.error) throw answer.error;
      const page: Connection = answer.data.auditEvents;
      pages.push(page);
      variables = following(size, page.pageInfo);
      return true;
    },
  };
}
