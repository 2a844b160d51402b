import { InputError, shown } from '../domain/input-error.ts';
import type { ConnectedSource } from '../federation/connected-source.ts';
import { UpstreamFailed } from '../federation/gateway.ts';
import { problem, SourceError } from '../lanes/source-error.ts';
import { builder } from './builder.ts';
import type { SchemaContext } from './context.ts';
import { COST } from './cost.ts';
import { sourceOf } from './known-sources.ts';
import { Source } from './source.ts';

const SyncSourcePayload = builder
  .objectRef<{ readonly source: ConnectedSource; readonly added: number }>('SyncSourcePayload')
  .implement({
    description: 'A sync that has ended well.',
    fields: (t) => ({
      source: t.field({
        type: Source,
        nullable: false,
        description: 'The source; its `sync` says how far it is copied now.',
        resolve: ({ source }) => source,
      }),
      added: t.exposeInt('added', {
        nullable: false,
        description: 'Events that this sync stored; those that were stored already are not counted.',
      }),
    }),
  });

builder.mutationField('syncSource', (t) =>
  t.field({
    type: SyncSourcePayload,
    nullable: true,
    complexity: COST.mutation,
    description:
      'Asks for a sync of an ARCHIVE source now, by whichever gateway keeps it; returns when it is done or fails: then with UPSTREAM_FAILED, and what is copied by then stays. One that takes longer than the request may goes on without it. An unknown source, or one that is not copied, is BAD_USER_INPUT.',
    args: {
      key: t.arg.string({
        required: true,
        description: 'The id in the configuration file of a source with mode ARCHIVE.',
      }),
    },
    resolve: async (_root, { key }, context) => {
      const source = sourceOf(key as ConnectedSource['key'], context);
      if (!source?.archive)
        throw new InputError('key', 'the key of a source that is copied (mode ARCHIVE)', shown(key));
      return { source, added: await synced(source, context) };
    },
  }),
);

async function synced({ key }: ConnectedSource, { governance, signal }: SchemaContext): Promise<number> {
  try {
    return await governance.sync(key, signal);
  } catch (error) {
    if (error instanceof SourceError) throw new UpstreamFailed([{ source: key, problem: error.problem }]);
    if (!signal.aborted) throw error;
    const message = 'expected the sync to end within the time of a request, but it goes on: see `sync` of the source';
    throw new UpstreamFailed([{ source: key, problem: problem('TIMEOUT', message) }]);
  }
}
