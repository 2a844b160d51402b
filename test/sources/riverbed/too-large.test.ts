import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SourceKey } from '../../../src/domain/event.ts';
import { EVERYTHING } from '../../../src/domain/filter.ts';
import { EARLIEST, type Instant, instant, LATEST, SECOND } from '../../../src/domain/instant.ts';
import type { Direction } from '../../../src/domain/order.ts';
import { within } from '../../../src/domain/position.ts';
import { BUILT_IN } from '../../../src/domain/redact.ts';
import type { Item } from '../../../src/lanes/lane.ts';
import { sourceError } from '../../../src/lanes/source-error.ts';
import { openLane } from '../../../src/sources/open-lane.ts';
import { riverbed } from '../../../src/sources/riverbed/index.ts';
import { appliance, type Behaviour, CALM, options, type Row } from './appliance.ts';

const NOW = instant(1_000 * SECOND);
const HEAVY = 1_000_000;
/** An event that no answer can hold is told by its process id. */
const isHeavy = ({ pid }: Row) => pid >= HEAVY;

async function read(rows: readonly Row[], direction: Direction, how: Partial<Behaviour>, overlap: number) {
  const answer = appliance(rows, how);
  const connection = {
    async send(...[request]: Parameters<Parameters<typeof openLane>[0]['connection']['send']>) {
      const response = answer(request);
      if (/"pid":1\d{6}\b/.test(response.text)) throw sourceError('RESPONSE_TOO_LARGE', 'too large');
      return response;
    },
  };
  const source = { key: 'a' as SourceKey, adapter: riverbed, options: options({ overlap }), connection };
  const window = { from: EARLIEST, until: LATEST };
  const query = { where: EVERYTHING, window, direction, after: null, take: 100, now: NOW };
  const lane = openLane(
    { ...source, rules: BUILT_IN, timeoutMs: 10_000, maxScan: null, pageSize: 10 },
    query,
    new AbortController().signal,
  );
  const items: Item[] = [];
  for await (const item of lane) items.push(item);
  const gaps = items.flatMap((item) => (item.kind === 'gap' ? [item.window] : []));
  const isWithheld = ({ timestamp }: Row) => gaps.some((each) => within((timestamp * SECOND) as Instant, each));
  const pids = new Set(
    items.flatMap((item) => (item.kind === 'event' ? [(item.event.raw as unknown as Row).pid] : [])),
  );
  return { gaps, isWithheld, isGiven: ({ pid }: Row) => pids.has(pid) };
}

const row = fc.record({ timestamp: fc.integer({ min: 0, max: 60 }), heavy: fc.integer({ min: 0, max: 9 }) });
const rowsOf = (drawn: readonly { readonly timestamp: number; readonly heavy: number }[]) =>
  drawn.map(({ timestamp, heavy }, index) => ({ pid: index + (heavy === 5 ? HEAVY : 0), timestamp }));
const direction = fc.constantFrom<Direction>('ASC', 'DESC');

describe('events that no answer can hold', () => {
  test('are gaps between their neighbours, and all others are given', async () => {
    const meta = fc.constantFrom<Behaviour['meta']>('full', 'limit', 'absent');
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 60 }), direction, meta, fc.nat(7), async (drawn, way, said, more) => {
        const rows = rowsOf(drawn);
        const { gaps, isGiven, isWithheld } = await read(rows, way, { meta: said }, more + 1);
        expect(rows.filter((each) => !isGiven(each) && !isWithheld(each))).toEqual([]);
        expect(rows.filter((each) => isHeavy(each) && !isWithheld(each))).toEqual([]);
        expect(rows.filter((each) => !isHeavy(each) && !isGiven(each))).toEqual([]);
        if (!rows.some(isHeavy)) expect(gaps).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('hide nothing that stays in the log, while it grows at its head and is pruned at its tail', async () => {
    const moves = fc.array(fc.record({ added: fc.nat(2), pruned: fc.nat(2) }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 20, maxLength: 60 }), direction, moves, async (drawn, way, moved) => {
        const rows = rowsOf(drawn).toSorted((a, b) => a.timestamp - b.timestamp);
        const pruned = moved.reduce((sum, each) => sum + each.pruned, 0);
        const log: Behaviour['log'] = (held, call) => {
          const { added = 0, pruned: gone = 0 } = moved[call] ?? {};
          const fresh = Array.from({ length: added }, (_, index) => ({
            pid: 500 + 10 * call + index,
            timestamp: 61 + call,
          }));
          return [...held.slice(gone), ...fresh];
        };
        const { isGiven, isWithheld } = await read(rows, way, { ...CALM, log }, 3);
        expect(rows.slice(pruned).filter((each) => !isGiven(each) && !isWithheld(each))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('end the walk where every answer is too large, whatever is asked', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({ pid: HEAVY + index, timestamp: index }));
    await expect(read(rows, 'DESC', {}, 5)).rejects.toMatchObject({ problem: { code: 'RESPONSE_TOO_LARGE' } });
  });
});
