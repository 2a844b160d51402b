import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventId } from '../../src/domain/event-id.ts';
import { fromMillis, instant } from '../../src/domain/instant.ts';
import type { Position } from '../../src/domain/position.ts';
import { ANYONE } from '../../src/domain/viewer.ts';
import { askPage } from '../../src/federation/ask/asked-page.ts';
import { pageSql } from '../../src/store/sql/read.ts';
import { where } from '../../src/store/sql/where.ts';
import { aDirection } from '../fakes/arbitrary.ts';
import { NOON } from '../fakes/gateway-of.ts';
import { SEAL } from '../fakes/seal.ts';

const RULES = { viewer: ANYONE, sources: [], now: fromMillis(NOON), maxPageSize: 1_000, seal: SEAL };
const ID = '80000000-0000-8000-8000-000000000000' as EventId;

test('whatever time is asked for, however often, on whatever page, SQL says one earliest and one latest moment', () => {
  const moment = fc.integer({ min: 0, max: 2e12 });
  const range = fc.tuple(moment, moment).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) + 1 }));
  const place = fc.option(moment.map((ms): Position => ({ occurredAt: instant(ms * 1_000), id: ID })));
  fc.assert(
    fc.property(fc.array(range, { maxLength: 3 }), aDirection(), place, (times, direction, after) => {
      const filter = { and: times.map((occurredAt) => ({ occurredAt })), text: 'word' };
      const asked = askPage({ filter }, RULES);
      const { text } = pageSql({ ...asked, direction, after, where: where(asked.where).sql }, 10);
      const said = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
      expect([said(/occurred_at >=? /g), said(/occurred_at <=? /g)]).toEqual([1, 1]);
    }),
  );
});
