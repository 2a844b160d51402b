import { type ArchiveStore, SourceMoved } from '../store/port/archive-store.ts';
import { ConfigError, type SourceConfig } from './config/gateway-config.ts';
import { identityOf } from './vendor-source.ts';

/** Makes the configured sources known to the store; throws a `ConfigError` for one that is not what the store knows it as. */
export async function openArchives(store: Pick<ArchiveStore, 'openArchives'>, sources: readonly SourceConfig[]) {
  try {
    await store.openArchives(sources.map(identityOf));
  } catch (cause) {
    if (!(cause instanceof SourceMoved)) throw cause;
    const index = sources.findIndex(({ key }) => key === cause.source);
    const found = `sources[${index}].${cause.member}: expected ${cause.message}`;
    throw new ConfigError('expected the sources that the store holds events of, but got others', [found], { cause });
  }
}
