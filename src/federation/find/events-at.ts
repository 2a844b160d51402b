import type { AuditEvent, SourceKey } from '../../domain/event.ts';
import { type Position, within } from '../../domain/position.ts';
import { asSourceError } from '../../lanes/as-source-error.ts';
import { LanePaused } from '../../lanes/lane.ts';
import type { Problem } from '../../lanes/source-error.ts';
import { neverSynced, type SyncState } from '../../lanes/sync-state.ts';
import type { Asked } from '../ask/asked.ts';
import { passing } from '../ask/passing.ts';
import type { ConnectedSource } from '../connected-source.ts';
import { type EventAddress, UpstreamFailed } from '../gateway.ts';
import { archiveMissing, archiveProblem } from '../page/archive-coverage.ts';
import { locate } from './locate.ts';

/** Records asked for to find one event: room for its neighbours of the same tick. */
const TICK_EXPECTED = 20;

type Found = AuditEvent | null | Error;

export interface EventsAtParts {
  /** How far the archived sources are copied; asked before a page of them is read, so that it never claims too much. */
  readonly syncStates: (signal: AbortSignal) => Promise<ReadonlyMap<SourceKey, SyncState>>;
  /** What the store holds at these places. */
  readonly stored: (places: readonly Position[], signal: AbortSignal) => Promise<readonly (AuditEvent | null)[]>;
  readonly maxPageSize: number;
}

/** Of what is asked the events at these addresses, in their order: of the store all in one question, of each live source in a few. */
export async function eventsAt(
  asked: Asked,
  addresses: readonly EventAddress[],
  parts: EventsAtParts,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const { sources } = asked;
  const passes = passing(asked);
  const isOf = (mode: ConnectedSource['mode']) => (address: EventAddress) =>
    sources.some(({ key, mode: its }) => key === address.source && its === mode);
  const [stored, located] = await Promise.all([
    inStore(asked, addresses.filter(isOf('archive')), parts, signal),
    ofSources(asked, addresses.filter(isOf('live')), parts, signal),
  ]);
  return addresses.map((address) => {
    const found = stored.get(address) ?? located.get(address) ?? null;
    return found instanceof Error || (found && isAt(found, address) && passes(found)) ? found : null;
  });
}

type Answers = ReadonlyMap<EventAddress, Found>;

/** What a copy does not hold, though it should by now, may be there all the same: that is no null but a failure. */
async function inStore(
  { sources, now }: Asked,
  addresses: readonly EventAddress[],
  parts: EventsAtParts,
  signal: AbortSignal,
): Promise<Answers> {
  if (addresses.length === 0) return new Map();
  const found = await parts.stored(addresses, signal);
  const states = found.includes(null) ? await parts.syncStates(signal) : new Map();
  return new Map(
    addresses.map((address, index): [EventAddress, Found] => {
      const archive = sources.find(({ key }) => key === address.source)?.archive;
      const event = found[index] ?? null;
      if (event || !archive) return [address, event];
      const state = states.get(address.source) ?? neverSynced(address.source);
      const isMissing = archiveMissing(state, archive, now).some((window) => within(address.occurredAt, window));
      return [address, isMissing ? failed(address.source, archiveProblem(state, archive)) : null];
    }),
  );
}

async function ofSources(
  asked: Asked,
  addresses: readonly EventAddress[],
  parts: EventsAtParts,
  signal: AbortSignal,
): Promise<Answers> {
  const concerned = asked.sources.filter(({ key }) => addresses.some(({ source }) => source === key));
  const answers = await Promise.all(
    concerned.map(async (source) => {
      const mine = addresses.filter((address) => address.source === source.key);
      const found = await look(source, mine, { ...parts, now: asked.now }, signal);
      return mine.map((address): [EventAddress, Found] => [
        address,
        found instanceof Error ? found : (found.get(address.id) ?? null),
      ]);
    }),
  );
  return new Map(answers.flat());
}

async function look(
  { key, lane, capabilities }: ConnectedSource,
  addresses: readonly EventAddress[],
  { maxPageSize, now }: EventsAtParts & Pick<Asked, 'now'>,
  signal: AbortSignal,
) {
  const pageSize = addresses.length === 1 ? TICK_EXPECTED : maxPageSize;
  try {
    return await locate(addresses, { lane, seekable: capabilities.timeFilter, pageSize, now }, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    return failed(key, error instanceof LanePaused ? error.problem : asSourceError(error).problem);
  }
}

function failed(source: SourceKey, problem: Problem): UpstreamFailed {
  return new UpstreamFailed([{ source, problem }]);
}

function isAt(event: AuditEvent, { source, occurredAt }: EventAddress): boolean {
  return event.source === source && event.occurredAt === occurredAt;
}
