/** A page of events with its receipt; `id` and `__typename` are what a cache knows an event by. */
export const EVENTS = /* GraphQL */ `
  query Events($filter: AuditEventFilter, $first: Int, $after: String, $last: Int, $before: String) {
    auditEvents(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
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

export interface Connection {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor?: string | null | undefined;
    readonly endCursor?: string | null | undefined;
  };
  readonly coverage: {
    readonly complete: boolean;
    readonly sources: readonly {
      readonly source: { readonly key: string };
      readonly status: string;
      readonly problem: { readonly code: string; readonly message: string } | null;
      readonly missing: readonly { readonly from: string | null; readonly to: string | null }[];
    }[];
  };
}

/** `first`: from the newest event on into the past; `last`: from the oldest one back into the present. */
export type Size = { readonly first: number } | { readonly last: number };

/** What to ask for the page that follows, or null where there is none. Never count edges: a page may come without any. */
export function following(
  size: Size,
  { hasNextPage, hasPreviousPage, startCursor, endCursor }: Connection['pageInfo'],
) {
  if ('first' in size) return hasNextPage ? { ...size, after: endCursor } : null;
  return hasPreviousPage ? { ...size, before: startCursor } : null;
}
