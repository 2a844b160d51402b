/**
 * @generated SignedSource<<d8f96c875eb10c1b11a0954ea1daab55>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
export type ChangeOp = "ADD" | "REMOVE" | "REPLACE" | "SET" | "%future added value";
export type EventCategory = "API_CALL" | "AUTHENTICATION" | "AUTHORIZATION" | "CONFIGURATION" | "OTHER" | "RESOURCE" | "SYSTEM" | "TASK" | "%future added value";
export type Operation = "CREATE" | "DELETE" | "EXECUTE" | "GRANT" | "LOGIN" | "LOGOUT" | "OTHER" | "READ" | "REVOKE" | "START" | "STOP" | "UPDATE" | "%future added value";
export type Outcome = "FAILURE" | "SUCCESS" | "UNKNOWN" | "%future added value";
export type SourceKind = "ASTROMKEY" | "F5XC" | "GATEWAY" | "RIVERBED" | "SALT" | "ZSTACK" | "%future added value";
export type SourceReportStatus = "FAILED" | "OK" | "PARTIAL" | "SKIPPED" | "%future added value";
export type UpstreamProblemCode = "BAD_REQUEST" | "CIRCUIT_OPEN" | "CONFLICT" | "FORBIDDEN" | "INVALID_RESPONSE" | "NOT_FOUND" | "OUT_OF_ORDER" | "OVERFLOW" | "RATE_LIMITED" | "RESPONSE_TOO_LARGE" | "SCAN_LIMIT" | "TIMEOUT" | "UNAUTHENTICATED" | "UNREACHABLE" | "UPSTREAM_ERROR" | "%future added value";
export type AuditEventFilter = {
  action?: StringFilter | null | undefined;
  actor?: ActorFilter | null | undefined;
  and?: ReadonlyArray<AuditEventFilter> | null | undefined;
  category?: ReadonlyArray<EventCategory> | null | undefined;
  changedPath?: StringFilter | null | undefined;
  client?: ClientFilter | null | undefined;
  durationMs?: NumberRange | null | undefined;
  message?: StringFilter | null | undefined;
  not?: AuditEventFilter | null | undefined;
  occurredAt?: TimeRange | null | undefined;
  operation?: ReadonlyArray<Operation> | null | undefined;
  or?: ReadonlyArray<AuditEventFilter> | null | undefined;
  outcome?: ReadonlyArray<Outcome> | null | undefined;
  raw?: ReadonlyArray<JsonFilter> | null | undefined;
  recordType?: StringFilter | null | undefined;
  recordTypeUnder?: ReadonlyArray<string> | null | undefined;
  requestId?: StringFilter | null | undefined;
  sessionId?: StringFilter | null | undefined;
  sourceKinds?: ReadonlyArray<SourceKind> | null | undefined;
  sources?: ReadonlyArray<string> | null | undefined;
  target?: TargetFilter | null | undefined;
  text?: string | null | undefined;
};
export type StringFilter = {
  contains?: string | null | undefined;
  endsWith?: string | null | undefined;
  eq?: string | null | undefined;
  exists?: boolean | null | undefined;
  ignoreCase?: boolean | null | undefined;
  in?: ReadonlyArray<string> | null | undefined;
  matches?: string | null | undefined;
  ne?: string | null | undefined;
  notIn?: ReadonlyArray<string> | null | undefined;
  notMatches?: string | null | undefined;
  startsWith?: string | null | undefined;
};
export type ActorFilter = {
  name?: StringFilter | null | undefined;
  type?: StringFilter | null | undefined;
  uid?: StringFilter | null | undefined;
};
export type ClientFilter = {
  ip?: ReadonlyArray<string> | null | undefined;
  origin?: StringFilter | null | undefined;
  userAgent?: StringFilter | null | undefined;
};
export type NumberRange = {
  max?: number | null | undefined;
  min?: number | null | undefined;
};
export type TimeRange = {
  from?: string | number | null | undefined;
  to?: string | number | null | undefined;
};
export type JsonFilter = {
  contains?: string | null | undefined;
  equals?: unknown | null | undefined;
  exists?: boolean | null | undefined;
  path: string;
};
export type TargetFilter = {
  name?: StringFilter | null | undefined;
  type?: StringFilter | null | undefined;
  uid?: StringFilter | null | undefined;
};
export type relayEventsQuery$variables = {
  after?: string | null | undefined;
  before?: string | null | undefined;
  filter?: AuditEventFilter | null | undefined;
  first?: number | null | undefined;
  last?: number | null | undefined;
};
export type relayEventsQuery$data = {
  readonly auditEvents: {
    readonly coverage: {
      readonly complete: boolean;
      readonly sources: ReadonlyArray<{
        readonly matched: number;
        readonly missing: ReadonlyArray<{
          readonly from: string | null | undefined;
          readonly to: string | null | undefined;
        }>;
        readonly problem: {
          readonly code: UpstreamProblemCode;
          readonly message: string;
        } | null | undefined;
        readonly requests: number;
        readonly scanned: number;
        readonly source: {
          readonly id: string;
          readonly key: string;
        };
        readonly status: SourceReportStatus;
      }>;
    };
    readonly edges: ReadonlyArray<{
      readonly cursor: string;
      readonly node: {
        readonly __typename: string;
        readonly action: string;
        readonly actor: {
          readonly name: string | null | undefined;
          readonly type: string | null | undefined;
          readonly uid: string | null | undefined;
        } | null | undefined;
        readonly changes: ReadonlyArray<{
          readonly after: unknown | null | undefined;
          readonly before: unknown | null | undefined;
          readonly op: ChangeOp;
          readonly path: string;
        }>;
        readonly client: {
          readonly ip: string | null | undefined;
          readonly origin: string | null | undefined;
          readonly userAgent: string | null | undefined;
        } | null | undefined;
        readonly details?: ReadonlyArray<{
          readonly field: string | null | undefined;
          readonly new: string | null | undefined;
          readonly old: string | null | undefined;
        }>;
        readonly eventName?: string | null | undefined;
        readonly id: string;
        readonly occurredAt: string;
        readonly raw: unknown | null | undefined;
        readonly recordedAt?: string;
        readonly riverbedUid?: number | null | undefined;
        readonly source: {
          readonly id: string;
          readonly key: string;
          readonly name: string;
        };
        readonly target: {
          readonly name: string | null | undefined;
          readonly type: string | null | undefined;
          readonly uid: string | null | undefined;
        } | null | undefined;
        readonly username?: string | null | undefined;
      };
    }>;
    readonly pageInfo: {
      readonly endCursor: string | null | undefined;
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
      readonly startCursor: string | null | undefined;
    };
  } | null | undefined;
};
export type relayEventsQuery = {
  response: relayEventsQuery$data;
  variables: relayEventsQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "after"
},
v1 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "before"
},
v2 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "filter"
},
v3 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "first"
},
v4 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "last"
},
v5 = {
  "kind": "Variable",
  "name": "filter",
  "variableName": "filter"
},
v6 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
},
v7 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "key",
  "storageKey": null
},
v8 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "name",
  "storageKey": null
},
v9 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "uid",
  "storageKey": null
},
v10 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "type",
  "storageKey": null
},
v11 = [
  {
    "alias": null,
    "args": null,
    "concreteType": "AuditEventEdge",
    "kind": "LinkedField",
    "name": "edges",
    "plural": true,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "cursor",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "concreteType": null,
        "kind": "LinkedField",
        "name": "node",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "__typename",
            "storageKey": null
          },
          (v6/*:: as any*/),
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "occurredAt",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "Source",
            "kind": "LinkedField",
            "name": "source",
            "plural": false,
            "selections": [
              (v6/*:: as any*/),
              (v7/*:: as any*/),
              (v8/*:: as any*/)
            ],
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "action",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "Actor",
            "kind": "LinkedField",
            "name": "actor",
            "plural": false,
            "selections": [
              (v9/*:: as any*/),
              (v8/*:: as any*/),
              (v10/*:: as any*/)
            ],
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "Target",
            "kind": "LinkedField",
            "name": "target",
            "plural": false,
            "selections": [
              (v10/*:: as any*/),
              (v9/*:: as any*/),
              (v8/*:: as any*/)
            ],
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "Client",
            "kind": "LinkedField",
            "name": "client",
            "plural": false,
            "selections": [
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "ip",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "userAgent",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "origin",
                "storageKey": null
              }
            ],
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "FieldChange",
            "kind": "LinkedField",
            "name": "changes",
            "plural": true,
            "selections": [
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "path",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "op",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "before",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "after",
                "storageKey": null
              }
            ],
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "raw",
            "storageKey": null
          },
          {
            "kind": "InlineFragment",
            "selections": [
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "username",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "eventName",
                "storageKey": null
              }
            ],
            "type": "SaltAuditEvent",
            "abstractKey": null
          },
          {
            "kind": "InlineFragment",
            "selections": [
              {
                "alias": "riverbedUid",
                "args": null,
                "kind": "ScalarField",
                "name": "uid",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "concreteType": "RiverbedEventDetail",
                "kind": "LinkedField",
                "name": "details",
                "plural": true,
                "selections": [
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "field",
                    "storageKey": null
                  },
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "old",
                    "storageKey": null
                  },
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "new",
                    "storageKey": null
                  }
                ],
                "storageKey": null
              }
            ],
            "type": "RiverbedAuditEvent",
            "abstractKey": null
          },
          {
            "kind": "InlineFragment",
            "selections": [
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "recordedAt",
                "storageKey": null
              }
            ],
            "type": "GatewayAuditEvent",
            "abstractKey": null
          }
        ],
        "storageKey": null
      }
    ],
    "storageKey": null
  },
  {
    "alias": null,
    "args": null,
    "concreteType": "PageInfo",
    "kind": "LinkedField",
    "name": "pageInfo",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "hasNextPage",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "hasPreviousPage",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "startCursor",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "endCursor",
        "storageKey": null
      }
    ],
    "storageKey": null
  },
  {
    "alias": null,
    "args": null,
    "concreteType": "Coverage",
    "kind": "LinkedField",
    "name": "coverage",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "complete",
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "concreteType": "SourceReport",
        "kind": "LinkedField",
        "name": "sources",
        "plural": true,
        "selections": [
          {
            "alias": null,
            "args": null,
            "concreteType": "Source",
            "kind": "LinkedField",
            "name": "source",
            "plural": false,
            "selections": [
              (v6/*:: as any*/),
              (v7/*:: as any*/)
            ],
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "status",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "UpstreamProblem",
            "kind": "LinkedField",
            "name": "problem",
            "plural": false,
            "selections": [
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "code",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "message",
                "storageKey": null
              }
            ],
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "TimeWindow",
            "kind": "LinkedField",
            "name": "missing",
            "plural": true,
            "selections": [
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "from",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "to",
                "storageKey": null
              }
            ],
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "requests",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "scanned",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "matched",
            "storageKey": null
          }
        ],
        "storageKey": null
      }
    ],
    "storageKey": null
  }
],
v12 = [
  {
    "kind": "Variable",
    "name": "after",
    "variableName": "after"
  },
  {
    "kind": "Variable",
    "name": "before",
    "variableName": "before"
  },
  (v5/*:: as any*/),
  {
    "kind": "Variable",
    "name": "first",
    "variableName": "first"
  },
  {
    "kind": "Variable",
    "name": "last",
    "variableName": "last"
  }
];
return {
  "fragment": {
    "argumentDefinitions": [
      (v0/*:: as any*/),
      (v1/*:: as any*/),
      (v2/*:: as any*/),
      (v3/*:: as any*/),
      (v4/*:: as any*/)
    ],
    "kind": "Fragment",
    "metadata": null,
    "name": "relayEventsQuery",
    "selections": [
      {
        "alias": "auditEvents",
        "args": [
          (v5/*:: as any*/)
        ],
        "concreteType": "AuditEventConnection",
        "kind": "LinkedField",
        "name": "__Events_auditEvents_connection",
        "plural": false,
        "selections": (v11/*:: as any*/),
        "storageKey": null
      }
    ],
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [
      (v2/*:: as any*/),
      (v3/*:: as any*/),
      (v0/*:: as any*/),
      (v4/*:: as any*/),
      (v1/*:: as any*/)
    ],
    "kind": "Operation",
    "name": "relayEventsQuery",
    "selections": [
      {
        "alias": null,
        "args": (v12/*:: as any*/),
        "concreteType": "AuditEventConnection",
        "kind": "LinkedField",
        "name": "auditEvents",
        "plural": false,
        "selections": (v11/*:: as any*/),
        "storageKey": null
      },
      {
        "alias": null,
        "args": (v12/*:: as any*/),
        "filters": [
          "filter"
        ],
        "handle": "connection",
        "key": "Events_auditEvents",
        "kind": "LinkedHandle",
        "name": "auditEvents"
      }
    ]
  },
  "params": {
    "cacheID": "a1bdcaa8239bb8d73a56a0116cc01d49",
    "id": null,
    "metadata": {
      "connection": [
        {
          "count": null,
          "cursor": null,
          "direction": "bidirectional",
          "path": [
            "auditEvents"
          ]
        }
      ]
    },
    "name": "relayEventsQuery",
    "operationKind": "query",
    "text": "query relayEventsQuery(\n  $filter: AuditEventFilter\n  $first: Int\n  $after: String\n  $last: Int\n  $before: String\n) {\n  auditEvents(filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n    edges {\n      cursor\n      node {\n        __typename\n        id\n        occurredAt\n        source {\n          id\n          key\n          name\n        }\n        action\n        actor {\n          uid\n          name\n          type\n        }\n        target {\n          type\n          uid\n          name\n        }\n        client {\n          ip\n          userAgent\n          origin\n        }\n        changes {\n          path\n          op\n          before\n          after\n        }\n        raw\n        ... on SaltAuditEvent {\n          username\n          eventName\n        }\n        ... on RiverbedAuditEvent {\n          riverbedUid: uid\n          details {\n            field\n            old\n            new\n          }\n        }\n        ... on GatewayAuditEvent {\n          recordedAt\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n      hasPreviousPage\n      startCursor\n      endCursor\n    }\n    coverage {\n      complete\n      sources {\n        source {\n          id\n          key\n        }\n        status\n        problem {\n          code\n          message\n        }\n        missing {\n          from\n          to\n        }\n        requests\n        scanned\n        matched\n      }\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "1f439ec039203c394f83c2c5a36bcac3";

export default node;
