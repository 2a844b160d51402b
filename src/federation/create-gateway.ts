import { fromMillis } from '../domain/instant.ts';
import { NEWEST_FIRST } from '../domain/order.ts';
import { seenBy, type Viewer } from '../domain/viewer.ts';
import type { Arrivals } from '../lanes/arrivals.ts';
import { ask } from './ask/asked.ts';
import { askExport } from './ask/asked-export.ts';
import { askFollowing } from './ask/asked-following.ts';
import { askPage, type SortField } from './ask/asked-page.ts';
import { sealBy } from './ask/seal.ts';
import type { ConnectedSource } from './connected-source.ts';
import { exportEvents } from './export/export-events.ts';
import { type EventsAtParts, eventsAt } from './find/events-at.ts';
import { added } from './follow/added.ts';
import { arrivalFeed } from './follow/arrival-feed.ts';
import type { Gateway, ViewerGateway } from './gateway.ts';
import { answerTo } from './page/answer.ts';

export interface GatewayParts extends EventsAtParts {
  /** In the order in which coverage names them. */
  readonly sources: readonly ConnectedSource[];
  /** What reaches the store. */
  readonly arrivals: Arrivals;
  /** What cursors are sealed with: the same for all gateways on one database. */
  readonly cursorKey: Uint8Array;
  /** What may be sorted by; left out: time alone. */
  readonly sortFields?: readonly SortField[] | undefined;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** Whatever is asked is read into an `Asked` first, with the viewer's rights; what answers takes nothing else. */
export function createGateway(parts: GatewayParts): Gateway {
  const { sources, syncStates, arrivals, cursorKey, sortFields = ['OCCURRED_AT'], maxPageSize, clock } = parts;
  const now = () => fromMillis(clock());
  const seal = sealBy(cursorKey);
  const feed = arrivalFeed(arrivals);

  const as = (viewer: Viewer): ViewerGateway => {
    const asking = () => ({ viewer, sources, now: now() });
    return {
      sources: seenBy(viewer, sources),
      syncStates,
      async events(args, signal) {
        const asked = askPage(args, { ...asking(), sortFields, maxPageSize, seal });
        return answerTo(asked, args.onSourceFailure ?? 'PARTIAL', { syncStates, seal, now }, signal);
      },
      async eventsAt(addresses, signal) {
        return eventsAt(ask(null, asking(), NEWEST_FIRST), addresses, parts, signal);
      },
      async added(args, signal) {
        return added(askFollowing(args, { ...asking(), seal }), { feed, seal }, signal);
      },
      export(args, signal) {
        return exportEvents(askExport(args, asking()), { syncStates: () => syncStates(signal), now }, signal);
      },
    };
  };
  return { as };
}
