import type { AuditEvent } from '../../domain/event.ts';
import type { EventId } from '../../domain/event-id.ts';
import { EVERYTHING } from '../../domain/filter.ts';
import { floorTo, type Instant, plus } from '../../domain/instant.ts';
import { NEWEST_FIRST } from '../../domain/order.ts';
import { compare, type Position, type TimeWindow, within } from '../../domain/position.ts';
import { untilEither } from '../../lanes/asker.ts';
import type { Item, LaneSource } from '../../lanes/lane.ts';
import { SourceError } from '../../lanes/source-error.ts';
import type { EventAddress } from '../gateway.ts';

export interface Locating {
  readonly lane: LaneSource;
  /** A lane that can be opened at any time at the same cost; else it is read on rather than opened again. */
  readonly seekable: boolean;
  readonly pageSize: number;
  readonly now: Instant;
}

/**
 * The events at these places, by id; those that are not there are left out. Each opening of the lane begins at the newest
 * place still wanted and reads one page: so many requests, and no more, as pages that hold something wanted.
 */
export async function locate(
  addresses: readonly EventAddress[],
  { lane, seekable, pageSize, now }: Locating,
  signal: AbortSignal,
): Promise<ReadonlyMap<EventId, AuditEvent>> {
  const found = new Map<EventId, AuditEvent>();
  let wanted: readonly EventAddress[] = addresses.toSorted((a, b) => compare(a, b, NEWEST_FIRST));
  while (wanted.length > 0) {
    wanted = await readOn(wanted, found, { lane, seekable, pageSize, now }, signal);
  }
  return found;
}

/** Reads from the newest wanted place; gives what is still wanted when reading on would be no better than a new start. */
async function readOn(
  wanted: readonly EventAddress[],
  found: Map<EventId, AuditEvent>,
  { lane, seekable, pageSize, now }: Locating,
  outer: AbortSignal,
): Promise<readonly EventAddress[]> {
  const newest = wanted[0] as EventAddress;
  const oldest = wanted.at(-1) as EventAddress;
  const window = {
    from: floorTo(oldest.occurredAt, lane.grainUs),
    until: plus(floorTo(newest.occurredAt, lane.grainUs), lane.grainUs),
  };
  const work = new AbortController();
  const signal = untilEither(outer, work.signal);
  const query = { where: EVERYTHING, window, ...NEWEST_FIRST, after: null, take: pageSize, now };
  let rest = wanted;
  let gaps: readonly Extract<Item, { kind: 'gap' }>[] = [];
  try {
    for await (const item of lane.open(query, signal)) {
      if (item.kind === 'gap') gaps = [...gaps, item];
      if (item.kind === 'event') {
        const asked = rest.find((address) => compare(address, item.at, NEWEST_FIRST) === 0);
        if (asked) found.set(asked.id, item.event);
      }
      if (item.kind === 'event' || item.kind === 'mark') {
        rest = rest.filter((address) => compare(address, item.at, NEWEST_FIRST) > 0);
        const isFar = item.kind === 'mark' && isPastTick(rest[0], item.at, lane.grainUs);
        if ((rest.length === 0 && gaps.length === 0) || (isFar && seekable && rest.length < wanted.length)) {
          work.abort();
          return rest;
        }
      }
    }
    const doubt = gaps.find((gap) => wanted.some((address) => isUnsure(address, gap.window, found)));
    if (doubt) throw new SourceError(doubt.problem);
    return [];
  } finally {
    work.abort();
  }
}

/** Not in the tick that the lane still holds back: only another request can bring it. */
function isPastTick(address: EventAddress | undefined, mark: Position, grainUs: number): boolean {
  return address !== undefined && address.occurredAt < mark.occurredAt - grainUs;
}

/** Not found where something was withheld: nobody can say that it is not there. */
function isUnsure({ id, occurredAt }: EventAddress, gap: TimeWindow, found: ReadonlyMap<EventId, AuditEvent>): boolean {
  return !found.has(id) && within(occurredAt, gap);
}
