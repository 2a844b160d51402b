import type { GraphqlClient } from '../graphql-client.ts';

/** A page as an explorer would ask for it: every field of the interface but `raw`, and the receipt. */
export const PAGE_QUERY = `query Page($first: Int, $after: String) {
  auditEvents(first: $first, after: $after) {
    edges {
      cursor
      node {
        id source { key } occurredAt endedAt durationMs action operation recordType category outcome message
        actor { uid name type } target { type uid name } client { ip userAgent origin }
        sessionId requestId changes { path op before after } count
      }
    }
    pageInfo { hasNextPage endCursor }
    coverage { complete sources { source { key } status requests problem { code message } } }
  }
}`;

export interface SourceReport {
  readonly source: { readonly key: string };
  readonly status: string;
  readonly requests: number;
  readonly problem: { readonly code: string; readonly message: string } | null;
}

export interface EventsPage {
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly coverage: { readonly complete: boolean; readonly sources: readonly SourceReport[] };
}

/** One page. A page that lacks something is not worth measuring: it throws. */
export async function askPage(client: GraphqlClient, first: number, after: string | null = null): Promise<EventsPage> {
  const { auditEvents: page } = await client.ask<{ auditEvents: EventsPage }>(PAGE_QUERY, { first, after });
  if (!page.coverage.complete) {
    throw new Error(`expected a complete page, but got ${JSON.stringify(page.coverage.sources)}`);
  }
  return page;
}
