import type { AuditEvent } from '../../../src/domain/event.ts';
import type { Direction } from '../../../src/domain/order.ts';
import type {
  Exchange,
  RecordPage,
  SourceAdapter,
  Step,
  Stream,
  VendorRequest,
  VendorResponse,
} from '../../../src/sources/adapter.ts';
import { isEndless, standsStill, streamsOf, withLane } from './connect-to.ts';
import { everything } from './pushed-answers.ts';
import type { SourceSubject } from './source-subject.ts';

/** One exchange as it went: what was asked, as it left the house, and its answer. */
export interface Seen {
  readonly exchange: Exchange<RecordPage>;
  readonly response: VendorResponse;
  readonly step: Step<RecordPage>;
}

/** A walk through all that the vendor holds, in small pages, with everything that passed its adapter. */
export interface Walk {
  readonly stream: string;
  readonly direction: Direction;
  readonly events: readonly AuditEvent[];
  readonly ended: boolean;
  readonly seen: readonly Seen[];
  /** Requests as they left the house. */
  readonly sent: readonly VendorRequest[];
}

const SMALL_PAGE = 12;

const walks = new WeakMap<SourceSubject, Promise<readonly Walk[]>>();

/** Each stream alone, both ways. */
export function walksOf(subject: SourceSubject): Promise<readonly Walk[]> {
  const known = walks.get(subject);
  if (known) return known;
  const walked = walkAll(subject);
  walks.set(subject, walked);
  return walked;
}

async function walkAll(subject: SourceSubject): Promise<readonly Walk[]> {
  const all: Walk[] = [];
  for (const stream of streamsOf(subject)) {
    for (const direction of ['DESC', 'ASC'] as const) all.push(await walk(subject, stream, direction));
  }
  return all;
}

async function walk(subject: SourceSubject, stream: Stream, direction: Direction): Promise<Walk> {
  const seen: Seen[] = [];
  const sent: VendorRequest[] = [];
  const adapter = spied(subject.adapter, stream, seen, sent);
  return withLane({ ...subject, adapter }, { pageSize: SMALL_PAGE }, async (lane) => {
    const events: AuditEvent[] = [];
    const walked = (ended: boolean): Walk => ({ stream: stream.name, direction, events, ended, seen, sent });
    try {
      for await (const item of lane.open(everything({ direction }), new AbortController().signal)) {
        if (item.kind === 'event') events.push(item.event);
        if (isEndless(item)) return walked(false);
      }
    } catch (error) {
      if (!standsStill(error)) throw error;
      return walked(false);
    }
    return walked(true);
  });
}

function spied(
  adapter: SourceAdapter<unknown>,
  stream: Stream,
  seen: Seen[],
  sent: VendorRequest[],
): SourceAdapter<unknown> {
  const watched = (exchange: Exchange<RecordPage>): Exchange<RecordPage> => ({
    ...exchange,
    read(response) {
      const step = exchange.read(response);
      seen.push({ exchange, response, step });
      return { ...step, next: step.next && watched(step.next) };
    },
  });
  return {
    ...adapter,
    streams: () => [{ ...stream, ask: (pushdown) => watched(stream.ask(pushdown)) }],
    authorize(...args) {
      const request = adapter.authorize(...args);
      sent.push(request);
      return request;
    },
  };
}
