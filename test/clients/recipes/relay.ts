import {
  createOperationDescriptor,
  Environment,
  fetchQuery,
  getRequest,
  graphql,
  Network,
  RecordSource,
  Store,
} from 'relay-runtime';
import { following, type Size } from './events.ts';
import type { relayEventsQuery as Events } from './generated/relayEventsQuery.graphql.ts';
import { mergeCoverage } from './merge-coverage.ts';

export const EVENTS = graphql`
  query relayEventsQuery($filter: AuditEventFilter, $first: Int, $after: String, $last: Int, $before: String) {
    auditEvents(filter: $filter, first: $first, after: $after, last: $last, before: $before)
      @connection(key: "Events_auditEvents") {
      edges {
        cursor
        node {
          __typename
          id
          occurredAt
          source { id key name }
          action
          actor { uid name type }
          target { type uid name }
          client { ip userAgent origin }
          changes { path op before after }
          raw
          ... on SaltAuditEvent { username eventName }
          ... on RiverbedAuditEvent { riverbedUid: uid details { field old new } }
          ... on GatewayAuditEvent { recordedAt }
        }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      coverage {
        complete
        sources { source { id key } status problem { code message } missing { from to } requests scanned matched }
      }
    }
  }
`;

export function relayEnvironment(url: string): Environment {
  const network = Network.create(async ({ text }, variables) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: text, variables }),
    });
    return response.json();
  });
  return new Environment({ network, store: new Store(new RecordSource()) });
}

type Page = NonNullable<Events['response']['auditEvents']>;

/** A list that grows page by page in Relay's store. Relay keeps the last page's receipt only, so they are merged here. */
export function relayList(environment: Environment, filter: object, size: Size) {
  const operation = createOperationDescriptor(getRequest(EVENTS), { filter, ...size });
  const retained = environment.retain(operation);
  const receipts: Page['coverage'][] = [];
  const list = () => (environment.lookup(operation.fragment).data as Events['response']).auditEvents;
  return {
    list,
    edges: () => list()?.edges ?? [],
    coverage: () => mergeCoverage(receipts, ({ source }) => source.key),
    close: () => retained.dispose(),
    /** Reads the page that follows, the first one first; false where there is none. */
    async more(): Promise<boolean> {
      const known = list();
      const place = known ? following(size, known.pageInfo) : size;
      if (!place) return false;
      const page = await fetchQuery<Events>(environment, EVENTS, { filter, ...place }).toPromise();
      if (!page?.auditEvents) throw new Error('expected a page, but got none');
      receipts.push(page.auditEvents.coverage);
      return true;
    },
  };
}
