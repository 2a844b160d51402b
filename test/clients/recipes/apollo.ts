import { ApolloClient, type FieldPolicy, gql, HttpLink, InMemoryCache, type Reference } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { firstValueFrom, filter as only } from 'rxjs';
import { type Connection, EVENTS, following, type Size } from './events.ts';
import { type Coverage, mergeCoverage, type Report } from './merge-coverage.ts';

interface Pages {
  readonly coverage: Coverage & { readonly sources: readonly (Report & { readonly source: Reference })[] };
}

/** Apollo's own way to join pages, and what it would lose: what an earlier page was missing. */
function auditEvents(): FieldPolicy<Pages> {
  const pages = relayStylePagination(['filter', 'sort', 'onSourceFailure']) as FieldPolicy<Pages>;
  return {
    ...pages,
    merge(existing, incoming, options) {
      if (typeof pages.merge !== 'function') throw new Error('expected relayStylePagination to have a merge function');
      const merged = pages.merge(existing, incoming, options);
      const goesOn = options.args?.after ?? options.args?.before;
      if (!existing || !goesOn) return merged;
      const coverage = mergeCoverage([existing.coverage, incoming.coverage], ({ source }) => source.__ref);
      return { ...merged, coverage: { ...incoming.coverage, ...coverage } };
    },
  };
}

/** `possibleTypes` as the gateway's own schema says them. */
export function apolloClient(url: string, possibleTypes: Record<string, string[]>): ApolloClient {
  const fields = { auditEvents: auditEvents() };
  const cache = new InMemoryCache({ possibleTypes, typePolicies: { Query: { fields } } });
  return new ApolloClient({ link: new HttpLink({ uri: url }), cache });
}

/** A list that grows page by page in Apollo's cache. */
export function apolloList(client: ApolloClient, filter: object, size: Size) {
  const events = client.watchQuery<{ readonly auditEvents: Connection }>({
    query: gql(EVENTS),
    variables: { filter, ...size },
  });
  const list = () => events.getCurrentResult().data?.auditEvents as Connection | undefined;
  return {
    list,
    edges: () => list()?.edges ?? [],
    coverage: () => list()?.coverage,
    close: () => events.stop(),
    /** Reads the page that follows, the first one first; false where there is none. */
    async more(): Promise<boolean> {
      const known = list();
      if (!known) {
        const { error } = await firstValueFrom(events.pipe(only(({ loading }) => !loading)));
        if (error) throw error;
        return true;
      }
      const variables = following(size, known.pageInfo);
      if (variables) await events.fetchMore({ variables });
      return variables !== null;
    },
  };
}
