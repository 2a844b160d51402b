import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditEvent, SourceKey } from '../../src/domain/event.ts';
import { eventId } from '../../src/domain/event-id.ts';
import { EVERYTHING } from '../../src/domain/filter.ts';
import { EARLIEST, fromMillis, LATEST, plus } from '../../src/domain/instant.ts';
import type { Direction } from '../../src/domain/order.ts';
import { compare, within } from '../../src/domain/position.ts';
import { BUILT_IN } from '../../src/domain/redact.ts';
import type { Item } from '../../src/lanes/lane.ts';
import { SourceError, sourceError } from '../../src/lanes/source-error.ts';
import { connect } from '../../src/sources/connection.ts';
import { MOST_SLICES_LEFT_OUT } from '../../src/sources/narrower-windows.ts';
import { openLane } from '../../src/sources/open-lane.ts';
import type { Transport } from '../../src/sources/transport.ts';
import { ABLE } from '../conformance/lane/vendors-of-all-sorts.ts';
import { NOON } from '../fakes/gateway-of.ts';
import { someEvent } from '../fakes/some-event.ts';
import { adapterOf, seenOf, strictServer } from '../fakes/strict-vendor.ts';

const KEY = 'a' as SourceKey;
const HEAVY = 'heavy';
const NOW = fromMillis(NOON);
const GRAIN_US = ABLE.grainUs;

/** Reads all of a vendor whose answers are too large as soon as `isOver` says so of their text. */
async function read(events: readonly AuditEvent[], direction: Direction, isOver: (text: string) => boolean) {
  const adapter = adapterOf(ABLE);
  const server = strictServer({ key: KEY, events, capabilities: ABLE });
  let requests = 0;
  const transport: Transport = {
    ...server,
    async send(...asked) {
      requests += 1;
      const response = await server.send(...asked);
      if (isOver(response.text)) throw sourceError('RESPONSE_TOO_LARGE', 'too large');
      return response;
    },
  };
  const connection = connect(adapter, {}, transport, { rules: BUILT_IN, loginTimeoutMs: 1_000, clock: () => NOON });
  const source = { key: KEY, adapter, options: {}, connection, rules: BUILT_IN, timeoutMs: 10_000 };
  const window = { from: EARLIEST, until: LATEST };
  const query = { where: EVERYTHING, window, direction, after: null, take: 100, now: NOW };
  const lane = openLane({ ...source, maxScan: null, pageSize: null }, query, new AbortController().signal);
  const items: Item[] = [];
  const error: unknown = await (async () => {
    for await (const item of lane) items.push(item);
    return null;
  })().catch((reason: unknown) => reason);
  return { items, error, requests };
}

const record = fc.record({ agoMs: fc.oneof(fc.nat(20), fc.nat(100_000_000)), isHeavy: fc.boolean() });
const direction = fc.constantFrom<Direction>('ASC', 'DESC');

describe('records that are over the size cap alone', () => {
  test('are gaps as narrow as the clock ticks, with all others around them in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 12 }), direction, async (records, way) => {
        const events = records.map(({ agoMs, isHeavy }, index) =>
          someEvent({
            occurredAt: plus(NOW, -agoMs * GRAIN_US),
            id: eventId(KEY, `${index}`),
            action: isHeavy ? HEAVY : 'light',
          }),
        );
        const { items, error } = await read(events, way, (text) => text.includes(HEAVY));
        const heavy = records.filter(({ isHeavy }) => isHeavy).length;
        if (heavy <= MOST_SLICES_LEFT_OUT / 4) expect(error).toBeNull();
        if (error !== null) return;
        const gaps = items.flatMap((item) => (item.kind === 'gap' ? [item.window] : []));
        const isWithheld = ({ occurredAt }: AuditEvent) => gaps.some((window) => within(occurredAt, window));
        const given = items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
        const seen = seenOf(KEY, events).toSorted((a, b) => compare(a, b, { direction: way }));
        const ids = new Set(given.map(({ id }) => id));
        expect(seen.filter((event) => !ids.has(event.id) && !isWithheld(event))).toEqual([]);
        expect(seen.filter((event) => event.action === HEAVY && !isWithheld(event))).toEqual([]);
        expect(given).toEqual(given.toSorted((a, b) => compare(a, b, { direction: way })));
        const withheld = gaps.reduce((sum, { from, until }) => sum + until - from, 0);
        expect(withheld).toBeLessThanOrEqual(heavy * 4 * GRAIN_US);
      }),
    );
  });

  test.each(['ASC', 'DESC'] as const)(
    'end the walk where every answer is too large, whatever is asked: %s',
    async (way) => {
      const { error, requests } = await read([someEvent({ occurredAt: plus(NOW, -GRAIN_US) })], way, () => true);
      expect(error).toBeInstanceOf(SourceError);
      expect(error).toMatchObject({ problem: { code: 'RESPONSE_TOO_LARGE' } });
      expect(requests).toBeLessThan(MOST_SLICES_LEFT_OUT + 10);
    },
  );
});
