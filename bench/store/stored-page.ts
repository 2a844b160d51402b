import { graphqlClient } from '../graphql-client.ts';

/** A page of 50 with twenty values each. */
export const STORED_PAGE_QUERY = `query Page($first: Int, $after: String, $last: Int, $filter: AuditEventFilter) {
  auditEvents(first: $first, after: $after, last: $last, filter: $filter) {
    edges {
      node {
        id occurredAt durationMs action operation recordType category outcome message
        actor { uid name type } target { type uid name } client { ip userAgent }
        sessionId requestId count
      }
    }
    pageInfo { hasNextPage startCursor endCursor }
  }
}`;

export interface StoredPage {
  readonly auditEvents: {
    readonly edges: readonly { readonly node: { readonly occurredAt: string; readonly message: string | null } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly startCursor: string };
  };
}

/** A cursor with more than a page, and hardly anything else, behind it. */
export async function deepCursor(gatewayUrl: string, pageSize: number): Promise<string> {
  const client = graphqlClient(gatewayUrl);
  const { auditEvents } = await client.ask<StoredPage>(STORED_PAGE_QUERY, { last: pageSize * 2 });
  await client.close();
  return auditEvents.pageInfo.startCursor;
}
