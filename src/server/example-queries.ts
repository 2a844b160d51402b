/** What GraphiQL opens with: each can be run as it stands. */
export const EXAMPLE_QUERIES: readonly string[] = [
  `# The newest events of all sources, in one order,
# and which sources answered. To go on, pass
# pageInfo.endCursor as \`after\`.
query NewestEvents {
  auditEvents(first: 20) {
    edges {
      cursor
      node {
        occurredAt
        source { key }
        actor { name }
        action
        target { type name }
        outcome
      }
    }
    pageInfo { hasNextPage endCursor }
    coverage {
      complete
      sources {
        source { key }
        status
        problem { code message }
        missing { from to }
        requests scanned matched elapsedMs
      }
    }
  }
}
`,
  `# Logins that failed in the last week, wherever.
# For one person only, set the variables below to
# { "actor": { "name": { "eq": "admin" } } }
query FailedLogins($actor: ActorFilter) {
  auditEvents(
    first: 50
    filter: {
      operation: [LOGIN]
      outcome: [FAILURE]
      occurredAt: { from: "now-1w" }
      actor: $actor
    }
  ) {
    nodes {
      occurredAt
      source { key kind }
      actor { uid name }
      client { ip userAgent }
      message
    }
    totalCount
    totalCountRelation
    coverage { complete }
  }
}
`,
  `# The newest change of a setting, whole: what became
# of what, the record as its vendor sent it, and the
# vendor's own fields.
query OneEvent {
  auditEvents(
    first: 1
    filter: {
      sourceKinds: [ASTROMKEY, RIVERBED]
      operation: [UPDATE]
    }
  ) {
    nodes {
      id
      occurredAt
      recordType
      changes { path op before after }
      raw
      ... on SaltAuditEvent {
        eventType eventName elapsedMsec eventData
      }
      ... on RiverbedAuditEvent {
        identifier module
        details { field old new value }
      }
      ... on ZStackAuditEvent {
        apiName resourceUuid requestDump error
      }
      ... on F5XcAuditEvent {
        namespace secretName voltshareOperation result
      }
      ... on AstromKeyAuditEvent {
        logId astromCategory entityId
        patch { op path value oldValue }
      }
      ... on GatewayAuditEvent { recordedAt }
    }
  }
}
`,
];
