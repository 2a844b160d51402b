import { lexicographicSortSchema, printSchema } from 'graphql';
import { builder } from './builder.ts';
import { refuseIllFormedValues } from './well-formed.ts';
import './source.ts';
import './audit-events.ts';
import './audit-event-added.ts';
import './audit-config.ts';
import './record-audit-events.ts';
import './sync-source.ts';
import './events/salt.ts';
import './events/riverbed.ts';
import './events/zstack.ts';
import './events/f5xc.ts';
import './events/astromkey.ts';
import './events/gateway.ts';

builder.queryType({ description: 'What can be asked. Nothing here changes anything.' });
builder.mutationType({
  description: "What can be changed: the gateway's own store, and what it keeps. Vendors are only ever read.",
});
builder.subscriptionType({ description: 'What can be followed, over server-sent events.' });

/** The whole API. Every request runs on it with a `SchemaContext` of its own. */
export const schema = refuseIllFormedValues(builder.toSchema());

/** The schema as a text that changes only when the API does. */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
