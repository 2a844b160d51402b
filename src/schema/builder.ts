import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import RelayPlugin from '@pothos/plugin-relay';
import type { Instant } from '../domain/instant.ts';
import type { Json } from '../domain/json.ts';
import type { TimePointInput } from '../federation/ask/filter-input.ts';
import type { SchemaContext } from './context.ts';
import { COST } from './cost.ts';
import { checkedNodeCount, loadNode, NODE_ID, typeNameOf } from './node.ts';
import { decodeNodeId } from './node-id.ts';

/** Where every type and field of the API is declared. `index.ts` makes the schema of it. */
export const builder = new SchemaBuilder<{
  Context: SchemaContext;
  DefaultFieldNullability: true;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: never; Output: Instant };
    TimePoint: { Input: TimePointInput; Output: never };
    JSON: { Input: Json; Output: Json };
    SafeInt: { Input: number; Output: number };
  };
}>({
  plugins: [RelayPlugin, DataloaderPlugin, ComplexityPlugin],
  relay: {
    decodeGlobalID: decodeNodeId,
    brandLoadedObjects: false,
    nodeTypeOptions: {
      description: 'Anything that can be asked for again by its id: an event, or a source.',
      resolveType: (value, context) => typeNameOf(value as never, context),
    },
    idFieldOptions: { description: NODE_ID },
    nodeQueryOptions: {
      description:
        'One event or source by its id. Null when nothing has that id; a malformed id is BAD_USER_INPUT; an event whose source could not be asked is null with an UPSTREAM_FAILED error at this path.',
      complexity: COST.lookup,
      args: { id: { description: 'An `id` that the API gave out before.' } },
      resolve: (_root, { id }, context) => loadNode(id, context),
    },
    nodesQueryOptions: {
      description:
        'Many events and sources by their ids, in the order of the ids; as few upstream requests as the sources allow. Each item alone is null, or null with an error at its index, as with `node`. At most `maxPageSize` ids (1000 by default).',
      complexity: ({ ids }, { limits }) => COST.lookups(ids, limits),
      args: {
        ids: { description: '`id`s that the API gave out before, in any mix. One malformed id refuses them all.' },
      },
      resolve: (_root, { ids }, context) => checkedNodeCount(ids, context.limits).map((id) => loadNode(id, context)),
    },
    pageInfoTypeOptions: {
      description:
        'As the Relay connection specification says. A page that ends early has `hasNextPage: true` and an `endCursor` even without edges: ask on from there.',
    },
    hasNextPageFieldOptions: {
      description: 'With `first`: whether more events lie past this page. With `last`: true when `before` was given.',
    },
    hasPreviousPageFieldOptions: {
      description: 'With `last`: whether more events lie before this page. With `first`: true when `after` was given.',
    },
    startCursorFieldOptions: { description: 'The place of the first edge: give it to `before` to page backward.' },
    endCursorFieldOptions: {
      description: 'The place of the last edge, or where reading ended: give it to `after` to page forward.',
    },
  },
  complexity: {
    defaultComplexity: COST.field,
    defaultListMultiplier: COST.list,
    /** Of fields that say nothing else; `operation-cost.ts` adds up what all of them say. */
    disabled: true,
  },
});
