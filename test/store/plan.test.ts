import { beforeAll, describe, expect, test } from 'vitest';
import type { EventId } from '../../src/domain/event-id.ts';
import { EVERYTHING, type FilterExpr, is } from '../../src/domain/filter.ts';
import { DAY, EARLIEST, type Instant, LATEST, parseRfc3339, plus, SECOND } from '../../src/domain/instant.ts';
import type { Direction } from '../../src/domain/order.ts';
import type { TimeWindow } from '../../src/domain/position.ts';
import { ensureParts } from '../../src/store/events/make-parts.ts';
import { pageSql } from '../../src/store/sql/read.ts';
import { raw, sql } from '../../src/store/sql/sql.ts';
import { where } from '../../src/store/sql/where.ts';
import { databases, useStore } from './databases.ts';

const MONTHS = ['2024-01-01', '2024-02-01', '2024-03-01'].map((text) => parseRfc3339(text) as Instant);
const [JANUARY, FEBRUARY, MARCH] = MONTHS as [Instant, Instant, Instant];
const EACH = 10_000;
const LONG = 'long '.repeat(1_000);
const ALWAYS = { from: EARLIEST, until: LATEST };
const middle = {
  occurredAt: plus(FEBRUARY, (EACH / 2) * SECOND),
  id: '80000000-0000-8000-8000-000000000000' as EventId,
};

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly Plan[];
}

describe.each(databases)('the plan of a page on $name', (kind) => {
  const open = useStore(kind);

  beforeAll(async () => {
    const { own } = open().database;
    await ensureParts(
      open().database,
      MONTHS.map((occurredAt) => ({ occurredAt })),
    );
    for (const month of MONTHS) {
      await own.execute(sql`
        INSERT INTO audit_event (occurred_at, id, source, action, operation, record_type, category, outcome, actor_uid,
          actor_name, session_id, client_address, changes, changed_paths, count, raw, recorded_at)
        SELECT ${month}::bigint + n * 1000000::bigint, gen_random_uuid(), 'gateway', 'a', 'OTHER',
          CASE WHEN n % 1000 = 0 THEN 'rare.type' ELSE 'type' END, 'OTHER',
          CASE WHEN n % 1000 = 1 THEN 'FAILURE' ELSE 'SUCCESS' END, 'u ' || n % 100,
          CASE WHEN n % 1000 = 2 THEN 'ann' WHEN n % 1000 < 5 THEN ${LONG} || n % 1000 ELSE 'bob' END, 'session ' || n / 10, ('10.0.' || n % 200 || '.' || n % 250)::inet, '[]', '{}', 1, '{}', 0
        FROM generate_series(1, ${EACH}::int) AS n`);
    }
    await own.execute(raw('ANALYZE audit_event'));
  });

  async function planOf(
    filter: FilterExpr,
    window: TimeWindow,
    direction: Direction,
    after: typeof middle | null = null,
  ) {
    const page = pageSql({ where: where(filter).sql, window, direction, after }, 51);
    const explained = await open().database.own.rows<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>(
      sql`EXPLAIN (ANALYZE, FORMAT JSON) ${page}`,
    );
    return scansOf((explained[0] as { 'QUERY PLAN': readonly [{ Plan: Plan }] })['QUERY PLAN'][0].Plan);
  }

  test.each<Direction>(['ASC', 'DESC'])(
    '%s goes to its place by the primary key, and reads no more than it gives',
    async (direction) => {
      const read = (await planOf(EVERYTHING, ALWAYS, direction, middle)).filter((scan) => scan['Actual Loops'] > 0);
      expect(read).toMatchObject([
        { 'Relation Name': 'audit_event_2024_02', 'Node Type': 'Index Scan', 'Actual Rows': 51 },
      ]);
      expect(read[0]?.['Index Name']).toContain('pkey');
      expect(read[0]?.['Index Cond']).toContain(`ROW(occurred_at, id) ${direction === 'ASC' ? '>' : '<'} ROW(`);
      expect(read[0]).not.toHaveProperty('Filter');
    },
  );

  test.each([
    ['a day', { from: plus(FEBRUARY, DAY), until: plus(FEBRUARY, 2 * DAY) }, ['2024_02']],
    ['the last moment of a month', { from: plus(FEBRUARY, -1), until: FEBRUARY }, ['2024_01']],
    ['a stretch over two months', { from: plus(FEBRUARY, -1), until: plus(FEBRUARY, 1) }, ['2024_01', '2024_02']],
    ['the time before all years', { from: EARLIEST, until: plus(EARLIEST, DAY) }, ['before']],
  ])('%s is looked for in the parts of its window alone', async (_what, window, parts) => {
    const touched = (await planOf(EVERYTHING, window, 'ASC')).map((scan) => scan['Relation Name'] ?? '');
    expect(touched.toSorted()).toEqual(parts.map((part) => `audit_event_${part}`));
  });

  test('without a window the parts are read one after the other, and no further than the page', async () => {
    const read = (await planOf(EVERYTHING, ALWAYS, 'DESC')).filter((scan) => scan['Actual Loops'] > 0);
    expect(read.map((scan) => [scan['Relation Name'], scan['Actual Rows']])).toEqual([
      ['audit_event_past', 0],
      ['audit_event_2024_03', 51],
    ]);
  });

  test.each<[string, FilterExpr, string]>([
    ['one actor', is('actor.name', { op: 'eq', value: 'ann', ignoreCase: false }), 'actor_name'],
    ['some actors', is('actor.name', { op: 'in', values: ['ann', 'nobody'], ignoreCase: false }), 'actor_name'],
    ['one actor by uid', is('actor.uid', { op: 'eq', value: 'u 7', ignoreCase: false }), 'actor_uid'],
    ['a name of any length', is('actor.name', { op: 'eq', value: `${LONG}3`, ignoreCase: false }), 'actor_name'],
    [
      'names of any lengths',
      is('actor.name', { op: 'in', values: ['ann', `${LONG}3`, `${LONG}4`], ignoreCase: false }),
      'actor_name',
    ],
    ['an outcome', is('outcome', { op: 'in', values: ['FAILURE'], ignoreCase: false }), 'outcome'],
    ['a type and its subtypes', is('recordType', { op: 'under', values: ['rare'] }), 'record_type'],
    ['one session', is('sessionId', { op: 'eq', value: 'session 7', ignoreCase: false }), 'session_id'],
    ['an address block', is('client.ip', { op: 'inBlock', blocks: ['10.0.7.0/24'] }), 'client_address'],
    ['an address', is('client.ip', { op: 'inBlock', blocks: ['10.0.7.7'] }), 'client_address'],
  ])('%s is looked up in its index', async (_what, filter, column) => {
    const window = { from: JANUARY, until: plus(MARCH, 40 * DAY) };
    const used = (await planOf(filter, window, 'DESC')).map((scan) => scan['Index Cond'] ?? 'no index');
    expect(used.length).toBeGreaterThanOrEqual(3);
    expect(used.filter((condition) => !condition.includes(column))).toEqual([]);
  });
});

/** The nodes that read from a table or an index. */
function scansOf(plan: Plan): readonly Plan[] {
  const isScan = plan['Relation Name'] !== undefined && plan['Node Type'] !== 'Bitmap Heap Scan';
  const isIndex = plan['Node Type'] === 'Bitmap Index Scan';
  return [...(isScan || isIndex ? [plan] : []), ...(plan.Plans ?? []).flatMap(scansOf)];
}
