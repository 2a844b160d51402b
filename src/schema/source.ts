import { MILLISECOND } from '../domain/instant.ts';
import { encodeNodeId } from '../domain/node-id.ts';
import type { SourceCapabilities as Capabilities, ConnectedSource } from '../federation/connected-source.ts';
import { UpstreamFailed } from '../federation/gateway.ts';
import { asSourceError } from '../lanes/as-source-error.ts';
import { neverSynced, type SyncState as State, syncedThrough } from '../lanes/sync-state.ts';
import { UpstreamAuditConfig } from './audit-settings.ts';
import { builder } from './builder.ts';
import type { SchemaContext } from './context.ts';
import { COST } from './cost.ts';
import { AuditEventSortField, SourceKind, SourceMode } from './enums.ts';
import { sourceOf } from './known-sources.ts';
import { NODE_ID } from './node.ts';
import { SyncState } from './sync-state.ts';

const SourceCapabilities = builder.objectRef<Capabilities>('SourceCapabilities').implement({
  description:
    'What the upstream does itself. Whatever it cannot do, the gateway does: every filter works with every source.',
  fields: (t) => ({
    filters: t.exposeStringList('filters', {
      nullable: false,
      description:
        'Filter paths that the upstream can apply itself, such as `actor.name`; others cost reading more records.',
    }),
    sortFields: t.field({
      type: [AuditEventSortField],
      nullable: false,
      description: 'What this source can be sorted by.',
      resolve: () => ['OCCURRED_AT'] as const,
    }),
    timeFilter: t.exposeBoolean('timeFilter', {
      nullable: false,
      description: 'Whether it can be asked for a window of time.',
    }),
    totalCount: t.exposeBoolean('totalCount', {
      nullable: false,
      description: 'Whether it can count what matches without reading it.',
    }),
    maxPageSize: t.exposeInt('maxPageSize', {
      description: 'The most records one upstream request gives; null = no such limit.',
    }),
  }),
});

export const Source = builder.objectRef<ConnectedSource>('Source').implement({
  interfaces: [builder.nodeInterfaceRef()],
  description: 'A system whose audit log is reached through the gateway, as the configuration file names it.',
  fields: (t) => ({
    id: t.id({ nullable: false, description: NODE_ID, resolve: ({ key }) => encodeNodeId('Source', key) }),
    key: t.exposeString('key', { nullable: false, description: 'The id in the configuration file; never renamed.' }),
    name: t.exposeString('name', {
      nullable: false,
      description: 'For people; the key where the configuration file gives no name.',
    }),
    kind: t.field({
      type: SourceKind,
      nullable: false,
      description: 'Which vendor it is.',
      resolve: ({ kind }) => kind,
    }),
    mode: t.field({
      type: SourceMode,
      nullable: false,
      description: 'How its events are reached.',
      resolve: ({ mode }) => mode,
    }),
    url: t.exposeString('url', {
      description: 'Where the upstream is, without credentials; null for the gateway itself.',
    }),
    capabilities: t.field({
      type: SourceCapabilities,
      nullable: false,
      description: 'What the upstream does itself.',
      resolve: ({ capabilities }) => capabilities,
    }),
    auditConfig: t.loadable({
      type: UpstreamAuditConfig,
      nullable: true,
      byPath: false,
      complexity: COST.upstream,
      description:
        "The upstream's own audit configuration, where it has one (Riverbed). Asked for live; null, with an UPSTREAM_FAILED error at this path, when it cannot be asked.",
      load: (sources: ConnectedSource[], context) =>
        Promise.all(sources.map((source) => auditConfigOf(source, context))),
      resolve: (source) => source,
    }),
    sync: t.loadable({
      type: SyncState,
      nullable: true,
      byPath: false,
      description:
        'How far an ARCHIVE source has been copied; null for a LIVE one, and for the gateway itself, which is not copied.',
      load: (sources: ConnectedSource[], context) => syncProgress(sources, context),
      resolve: (source) => source,
    }),
  }),
});

/** Of all sources that one operation asks about in one question. */
async function syncProgress(sources: readonly ConnectedSource[], { gateway, now, signal }: SchemaContext) {
  const states = sources.some(({ archive }) => archive) ? await gateway.syncStates(signal) : new Map<string, State>();
  return sources.map(({ key, archive }) => {
    if (!archive) return null as never;
    const state = states.get(key) ?? neverSynced(key);
    const through = syncedThrough(state);
    return {
      ...state,
      syncedThrough: through,
      lagMs: through === null ? null : Math.max(0, (now() - through) / MILLISECOND),
    };
  });
}

/** A failure as a value: it is one source's, and must not cost the others theirs. */
async function auditConfigOf(source: ConnectedSource, { signal }: SchemaContext) {
  try {
    return (await source.auditConfig(signal)) as NonNullable<Awaited<ReturnType<ConnectedSource['auditConfig']>>>;
  } catch (error) {
    if (signal.aborted && error instanceof Error) return error;
    return new UpstreamFailed([{ source: source.key, problem: asSourceError(error).problem }]);
  }
}

builder.queryFields((t) => ({
  sources: t.field({
    type: [Source],
    nullable: false,
    complexity: { field: COST.field, multiplier: 10 },
    description:
      "Every source the viewer may see, in the order of the configuration file, the gateway's own store among them.",
    resolve: (_root, _args, { gateway }) => [...gateway.sources],
  }),
  source: t.field({
    type: Source,
    args: {
      key: t.arg.string({
        required: true,
        description: 'The id in the configuration file, such as `salt-prod`; `gateway` is the store itself.',
      }),
    },
    description: 'One source by its key; null when there is none of that key.',
    resolve: (_root, { key }, context) => sourceOf(key as ConnectedSource['key'], context),
  }),
}));
