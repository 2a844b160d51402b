import { dataloaderGetter } from '@pothos/plugin-dataloader';
import type { AuditEvent } from '../domain/event.ts';
import { type EventAddress, UpstreamFailed } from '../federation/gateway.ts';
import { SourceError } from '../lanes/source-error.ts';
import type { SchemaContext } from './context.ts';
import { sourceOf } from './known-sources.ts';
import { parseAddress } from './node-id.ts';

type Found = AuditEvent | null | Error;

/** Finds events by `TypeName:address`, all that one operation asks for in one question to the gateway. */
export const eventLoader = dataloaderGetter<string, AuditEvent | null, string>(
  undefined,
  (names, context) => eventsNamed(names, context as SchemaContext),
  undefined,
  false,
);

async function eventsNamed(names: readonly string[], context: SchemaContext): Promise<readonly Found[]> {
  const addresses = names.map((name) => addressOf(name, context));
  const known = addresses.filter((address) => address !== null);
  const found = known.length === 0 ? [] : await context.gateway.eventsAt(known, context.signal);
  const results = new Map(known.map((address, index) => [address, withSource(found[index] ?? null, address)]));
  return addresses.map((address) => (address === null ? null : (results.get(address) ?? null)));
}

/** Null where no event can have that id: its source is not there, or is of another kind. */
function addressOf(name: string, context: SchemaContext): EventAddress | null {
  const colon = name.indexOf(':');
  const address = parseAddress(name.slice(colon + 1));
  const source = address && sourceOf(address.source, context);
  return source && source.eventType === name.slice(0, colon) ? address : null;
}

function withSource(found: Found, { source }: EventAddress): Found {
  return found instanceof SourceError ? new UpstreamFailed([{ source, problem: found.problem }]) : found;
}
